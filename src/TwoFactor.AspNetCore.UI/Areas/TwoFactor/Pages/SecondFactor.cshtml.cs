using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Asks for the code after the password.</summary>
/// <param name="options">The settings of the core.</param>
/// <param name="directory">The host's users.</param>
[SentTwice]
public sealed class SecondFactorModel(IOptions<TwoFactorOptions> options, IUserDirectory directory) : TwoFactorPage
{
    /// <summary>The form; null where the sign-in is over.</summary>
    public SecondFactorForm? Form { get; private set; }

    /// <summary>Whether the user is signed in already, e.g. in another tab.</summary>
    public bool IsSignedIn { get; private set; }

    /// <summary>Who is signing in, masked; null if the host has no directory of users.</summary>
    public string? Who { get; private set; }

    /// <summary>
    /// Whether the form before this one, whose code was wrong, asked that this browser be remembered. Not in the address,
    /// where a link could set it.
    /// </summary>
    [TempData]
    public bool IsRemembered { get; set; }

    /// <summary>Shows the form.</summary>
    /// <param name="factor">The factor that the user chose, or null.</param>
    /// <param name="backup">Whether the user has a recovery or temporary code.</param>
    /// <param name="again">Whether a form was sent whose sign-in was over.</param>
    public async Task<IActionResult> OnGetAsync(string? factor, bool backup, bool again)
    {
        var partial = await HttpContext.GetPartialSignInAsync();

        // The code was right, and the user has to enrol a method that resists phishing.
        if (partial is { Decision: SignInDecision.Enroll })
            return RedirectToPage("/Enroll", new { ReturnUrl });

        if (partial is not { Decision: SignInDecision.Challenge })
            return await OverAsync(again);

        Problem = Refusal;
        await ShowAsync(partial, factor, backup);
        return Page();
    }

    /// <summary>Sends a code, or asks the authenticator.</summary>
    /// <param name="factorId">The factor.</param>
    public async Task<IActionResult> OnPostSendAsync(string? factorId)
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Challenge } partial)
            return Again();

        var result = await partial.ChallengeAsync(factorId);
        if (result.Succeeded)
        {
            Keeping.Keep(
                HttpContext,
                SentCode.AtSignIn,
                partial.UserId,
                SentCode.Of(result.FactorId ?? factorId ?? "", result),
                SentCode.Lifetime
            );
            return RedirectToPage(new { ReturnUrl, factor = factorId });
        }

        if (result.Outcome == TwoFactorOutcome.Locked)
            return Locked(result.RetryAfter);

        Refusal = Say(result.Outcome, result.RetryAfter);
        return RedirectToPage(new { ReturnUrl, factor = factorId });
    }

    /// <summary>Takes the code.</summary>
    /// <param name="code">The code as typed.</param>
    /// <param name="factorId">The factor that it is for, or null.</param>
    /// <param name="chosen">The factor that the page showed.</param>
    /// <param name="remember">Whether to trust this browser.</param>
    /// <param name="backup">Whether a recovery or temporary code was asked for.</param>
    public async Task<IActionResult> OnPostVerifyAsync(
        string? code,
        string? factorId,
        string? chosen,
        bool remember,
        bool backup
    )
    {
        if (await HttpContext.GetPartialSignInAsync() is not { Decision: SignInDecision.Challenge } partial)
            return Again();

        var result = await partial.VerifyAsync(code ?? "", factorId, remember);
        if (result.Succeeded)
        {
            Keeping.Drop(HttpContext, SentCode.AtSignIn);
            return GoOn();
        }

        if (result.Outcome == TwoFactorOutcome.PhishingResistantRequired)
        {
            Keeping.Drop(HttpContext, SentCode.AtSignIn);
            return RedirectToPage("/Enroll", new { ReturnUrl });
        }

        if (result.Outcome == TwoFactorOutcome.Expired)
            return Again();

        if (result.Outcome == TwoFactorOutcome.Locked || result.AttemptsLeft == 0)
            return Locked(result.RetryAfter);

        Refusal = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft);
        IsRemembered = remember;
        return RedirectToPage(
            new
            {
                ReturnUrl,
                factor = factorId ?? chosen,
                backup = IfTrue(backup),
            }
        );
    }

    /// <summary>Gives the sign-in up.</summary>
    public async Task<IActionResult> OnPostCancelAsync()
    {
        (await HttpContext.GetPartialSignInAsync())?.Cancel();
        return LocalRedirect("~/");
    }

    // The form was sent twice. By the time the browser loads the page again, it may have the session's cookie.
    private RedirectToPageResult Again() => RedirectToPage(new { ReturnUrl, again = true });

    private async Task<IActionResult> OverAsync(bool isSent)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is null)
        {
            Notice = T["The sign-in took too long or was ended. Please sign in again."];
            return SignInAgain(ReturnUrl);
        }

        if (isSent)
            return GoOn();

        IsSignedIn = true;
        return Page();
    }

    private async Task ShowAsync(PartialSignIn partial, string? factorId, bool isBackup)
    {
        Who = (await directory.FindAsync(partial.UserId, HttpContext.RequestAborted)) is { } user
            ? MaskedName.Of(user.UserName)
            : null;
        var sent = Keeping.Read<SentCode>(HttpContext, SentCode.AtSignIn, partial.UserId);
        var factors = Choices(partial.Factors);
        var chosen = factors.Find(f => f.FactorId == (factorId ?? sent?.FactorId)) ?? factors.FirstOrDefault();
        var isSent = chosen is not null && chosen.FactorId == sent?.FactorId;
        Form = new SecondFactorForm
        {
            Factors = factors,
            Chosen = chosen,
            IsBackup = isBackup,
            IsSent = isSent,
            ResendIn = isSent ? SecondsUntil(sent!.ResendAt) : null,
            ClientOptions = isSent ? sent!.ClientOptions : null,
            RememberDays = options.Value.TrustedDevices.Enabled
                ? (int)options.Value.TrustedDevices.Lifetime.TotalDays
                : null,
            IsRemembered = IsRemembered,
            HasBackup = true,
            ReturnUrl = ReturnUrl,
            Problem = Problem,
        };
    }

    // The user is not signed in yet, so names of factors are not shown. Several apps would look the same, so they are
    // shown as one; a code of any of them is accepted.
    private List<FactorChoice> Choices(IReadOnlyList<ChallengeFactor> factors) =>
        [
            .. factors
                .GroupBy(f => f.Destination is null ? f.Method : f.FactorId, StringComparer.Ordinal)
                .Select(g => new FactorChoice(
                    g.First().FactorId,
                    g.First().Method,
                    Label(T.Method(g.First().Method), g.First().Destination),
                    g.First().Destination
                )
                {
                    IsOneOfMany = g.Count() > 1,
                    CodeDigits = g.Select(f => f.CodeDigits).Distinct().Count() == 1 ? g.First().CodeDigits : null,
                }),
        ];
}
