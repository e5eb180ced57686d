using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using TwoFactor;
using WebSample.Pages.Shared;

namespace WebSample.Pages.Account;

/// <summary>Asks for the code after the password.</summary>
public sealed class SecondFactorModel(IOptions<TwoFactorOptions> options) : AppPage
{
    public SecondFactorForm? Form { get; private set; }

    /// <summary>Whether the sign-in has ended, so that the user must start again.</summary>
    public bool IsOver { get; private set; }

    [TempData]
    public string? SentTo { get; set; }

    [TempData]
    public string? ResendTicks { get; set; }

    public async Task<IActionResult> OnGetAsync(string? factor, bool backup)
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Challenge } partial)
            return await OverAsync();

        Show(partial, factor ?? SentTo, backup);
        return Page();
    }

    public async Task<IActionResult> OnPostSendAsync(string factorId)
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Challenge } partial)
            return Again();

        var result = await partial.ChallengeAsync(factorId);
        if (result.Succeeded)
        {
            (SentTo, ResendTicks) = (factorId, result.ResendAt?.UtcTicks.ToString(CultureInfo.InvariantCulture));
            return RedirectToPage(new { ReturnUrl });
        }

        Problem = Say(result.Outcome, result.RetryAfter);
        Show(partial, factorId, isBackup: false);
        return Page();
    }

    public async Task<IActionResult> OnPostVerifyAsync(string? code, string? factorId, bool remember, bool backup)
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Challenge } partial)
            return Again();

        var result = await partial.VerifyAsync(code ?? "", factorId, remember);
        if (result.Succeeded)
            return GoOn();

        if (result.Outcome == TwoFactorOutcome.Expired)
            return Again();

        Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft);
        IsOver = result.Outcome == TwoFactorOutcome.Locked || result.AttemptsLeft == 0;
        if (!IsOver)
            Show(partial, factorId, backup);

        return Page();
    }

    public async Task<IActionResult> OnPostCancelAsync()
    {
        (await HttpContext.GetPartialSignInAsync())?.Cancel();
        return RedirectToPage("/Index");
    }

    // The form was sent twice. By the time the browser loads the page again, it may have the session's cookie.
    private RedirectToPageResult Again() => RedirectToPage(new { ReturnUrl });

    private async Task<IActionResult> OverAsync()
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not null)
            return GoOn();

        Notice = T["The sign-in took too long or was ended. Please sign in again."];
        return RedirectToPage("/Account/SignIn", new { ReturnUrl });
    }

    private void Show(PartialSignIn partial, string? factorId, bool isBackup)
    {
        var factors = Choices(partial.Factors);
        var chosen = factors.Find(f => f.FactorId == factorId) ?? factors.FirstOrDefault();
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
        };
        TempData.Keep();
    }

    // The user is not signed in yet, so names of factors are not shown. Several apps then look alike and are shown as
    // one; a code of any of them is right.
    private List<FactorChoice> Choices(IReadOnlyList<ChallengeFactor> factors) =>
        [
            .. factors
                .GroupBy(f => f.Destination is null ? f.Method : f.FactorId, StringComparer.Ordinal)
                .Select(g => new FactorChoice(
                    g.First().FactorId,
                    Label(MethodName(g.First().Method), g.First().Destination),
                    g.First().Destination
                )
                {
                    IsOneOfMany = g.Count() > 1,
                }),
        ];
}
