using Microsoft.AspNetCore.Mvc;

namespace WebSample.Pages.Account;

public sealed class GraceModel : AppPage
{
    public DateTimeOffset? GraceUntil { get; private set; }

    public string Later => Next();

    public async Task<IActionResult> OnGetAsync()
    {
        GraceUntil = await HttpContext.GetTwoFactorSessionAsync() is { } session
            ? (await session.GetRequirementAsync()).GraceUntil
            : null;
        return GraceUntil is null ? GoOn() : Page();
    }
}
