using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using TwoFactor;
using WebSample.Pages.Shared;

namespace WebSample.Pages.Account;

/// <summary>The code, after the password.</summary>
public sealed class SecondFactorModel(IOptions<TwoFactorOptions> options) : AppPage
{
    public SecondFactorForm? Form { get; private set; }

    /// <summary>The sign-in cannot go on; it begins anew.</summary>
    public bool IsOver { get; private set; }

    [TempData]
    public string? SentTo { get; set; }

    [TempData]
    public string? ResendTicks { get; set; }

    public async Task<IActionResult> OnGetAsync(string? factor, bool backup)
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Challenge } partial)
            return Over();

        await ShowAsync(partial, factor ?? SentTo, backup);
        return Page();
    }

    public async Task<IActionResult> OnPostSendAsync(string factorId)
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Challenge } partial)
            return Over();

        var result = await partial.ChallengeAsync(factorId);
        if (result.Succeeded)
        {
            (SentTo, ResendTicks) = (factorId, result.ResendAt?.UtcTicks.ToString(CultureInfo.InvariantCulture));
            return RedirectToPage(new { ReturnUrl });
        }

        Problem = Say(result.Outcome, result.RetryAfter);
        await ShowAsync(partial, factorId, isBackup: false);
        return Page();
    }

    public async Task<IActionResult> OnPostVerifyAsync(string? code, string? factorId, bool remember, bool backup)
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Challenge } partial)
            return Over();

        var result = await partial.VerifyAsync(code ?? "", factorId, remember);
        if (result.Succeeded)
            return GoOn();

        Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft);
        IsOver = result.Outcome is TwoFactorOutcome.Locked or TwoFactorOutcome.Expired || result.AttemptsLeft == 0;
        if (!IsOver)
            await ShowAsync(partial, factorId, backup);

        return Page();
    }

    public async Task<IActionResult> OnPostCancelAsync()
    {
        (await HttpContext.GetPartialSignInAsync())?.Cancel();
        return RedirectToPage("/Index");
    }

    private RedirectToPageResult Over()
    {
        Notice = T["The sign-in took too long or was ended. Please sign in again."];
        return RedirectToPage("/Account/SignIn", new { ReturnUrl });
    }

    private async Task ShowAsync(PartialSignIn partial, string? factorId, bool isBackup)
    {
        var factors = await partial.GetFactorsAsync();
        var chosen =
            factors.FirstOrDefault(f => f.FactorId == factorId)
            ?? factors.OrderByDescending(f => f.LastUsedAt).FirstOrDefault();
        var sentTo = TempData.Peek(nameof(SentTo)) as string;
        Form = new SecondFactorForm
        {
            Factors = factors,
            Chosen = chosen,
            IsBackup = isBackup,
            IsSent = chosen is not null && chosen.FactorId == sentTo,
            ResendIn = TempData.Peek(nameof(ResendTicks)) is string at
                ? SecondsUntil(new DateTimeOffset(long.Parse(at, CultureInfo.InvariantCulture), TimeSpan.Zero))
                : null,
            CanRemember = options.Value.TrustedDevices.Enabled,
            HasBackup = true,
            ReturnUrl = ReturnUrl,
            Page = this,
        };
        TempData.Keep();
    }
}
