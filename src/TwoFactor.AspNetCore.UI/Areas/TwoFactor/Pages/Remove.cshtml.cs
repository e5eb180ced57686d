using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Removes a method, after it has said what is lost.</summary>
public sealed class RemoveModel : TwoFactorPage
{
    /// <summary>The factor.</summary>
    [BindProperty(SupportsGet = true)]
    public string FactorId { get; set; } = "";

    /// <summary>What the user calls it.</summary>
    public string FactorLabel { get; private set; } = "";

    /// <summary>Whether it still waits for its first code.</summary>
    public bool IsPending { get; private set; }

    /// <summary>Whether two-factor authentication is off without it.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Asks, after the proof that a change needs.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        return await Freshness.MissingAsync(session) is { } page
            ? RedirectToPage(page, new { ReturnUrl = Here })
            : await ShowAsync(session);
    }

    /// <summary>Removes it.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Here);

        var result = await session.RemoveAsync(FactorId);
        if (result.Succeeded)
        {
            Keeping.Drop(HttpContext, PendingSetUp.Kind);
            Notice = T["The method was removed."];
            return RedirectToPage("/Index");
        }

        if (result.Outcome == TwoFactorOutcome.ReauthenticationRequired)
            return RedirectToPage(await Freshness.MissingAsync(session) ?? "/Password", new { ReturnUrl = Here });

        Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft, result.Message);
        return await ShowAsync(session);
    }

    private async Task<IActionResult> ShowAsync(TwoFactorSession session)
    {
        var factors = (await session.GetStatusAsync()).Factors;
        if (factors.FirstOrDefault(f => f.FactorId == FactorId) is not { } factor)
        {
            Notice = Say(TwoFactorOutcome.NotFound);
            return RedirectToPage("/Index");
        }

        (FactorLabel, IsPending) = (FactorName(factor), factor.Status == FactorStatus.Pending);
        IsLast = !IsPending && factors.Count(f => f.Status != FactorStatus.Pending) == 1;
        return Page();
    }
}
