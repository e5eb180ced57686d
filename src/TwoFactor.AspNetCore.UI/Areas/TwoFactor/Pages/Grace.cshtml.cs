using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Tells a user of the grace period of the policy.</summary>
public sealed class GraceModel : TwoFactorPage
{
    /// <summary>When the grace period ends.</summary>
    public DateTimeOffset? GraceUntil { get; private set; }

    /// <summary>Shows it; goes on where there is no grace period.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        GraceUntil = await HttpContext.GetTwoFactorSessionAsync() is { } session
            ? (await session.GetRequirementAsync()).GraceUntil
            : null;
        return GraceUntil is null ? GoOn() : Page();
    }
}
