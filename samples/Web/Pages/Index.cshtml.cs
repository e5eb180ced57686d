using TwoFactor;

namespace WebSample.Pages;

public sealed class IndexModel : AppPage
{
    public DateTimeOffset? GraceUntil { get; private set; }

    public async Task OnGetAsync()
    {
        if (User.Identity?.IsAuthenticated == true && await HttpContext.GetTwoFactorSessionAsync() is { } session)
            GraceUntil = (await session.GetRequirementAsync()).GraceUntil;
    }
}
