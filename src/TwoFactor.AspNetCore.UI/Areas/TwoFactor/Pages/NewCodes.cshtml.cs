using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Makes new recovery codes, after it has said what is lost.</summary>
public sealed class NewCodesModel : TwoFactorPage
{
    /// <summary>Asks, after the proof that a change needs.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        return await Freshness.MissingAsync(session) is { } page
            ? RedirectToPage(page, new { ReturnUrl = Here })
            : Page();
    }

    /// <summary>Makes them.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        var result = await session.RegenerateRecoveryCodesAsync();
        if (result.RecoveryCodes is { } codes)
        {
            await RecoveryCodeList.KeepAsync(HttpContext, session.UserId, codes, Profile);
            Notice = T["The old codes no longer work."];
            return RedirectToPage("/RecoveryCodes");
        }

        if (result.Outcome == TwoFactorOutcome.ReauthenticationRequired)
            return RedirectToPage(await Freshness.MissingAsync(session) ?? "/Password", new { ReturnUrl = Here });

        Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft, result.Message);
        return Page();
    }
}
