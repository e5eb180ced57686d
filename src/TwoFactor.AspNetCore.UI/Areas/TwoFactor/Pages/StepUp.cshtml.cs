using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>Asks for a second factor again, for a page or a change that requires it.</summary>
public sealed class StepUpModel : TwoFactorPage
{
    /// <summary>The form; null if the user has no second factor.</summary>
    public SecondFactorForm? Form { get; private set; }

    /// <summary>Shows the form.</summary>
    /// <param name="factor">The factor that the user chose, or null.</param>
    /// <param name="backup">Whether the user has a recovery or temporary code.</param>
    /// <param name="again">Whether a form was sent twice.</param>
    public async Task<IActionResult> OnGetAsync(string? factor, bool backup, bool again)
    {
        var isDone = again && await HttpContext.GetTwoFactorSessionAsync() is { IsSecondFactorFresh: true };
        if (isDone)
            return GoOn(Profile);

        Problem = again ? Say(TwoFactorOutcome.CodeUsed) : Refusal;

        return await ShowAsync(factor, backup);
    }

    /// <summary>Sends a code, or asks the authenticator.</summary>
    /// <param name="factorId">The factor.</param>
    public async Task<IActionResult> OnPostSendAsync(string? factorId)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(ReturnUrl);

        var result = await session.ChallengeAsync(factorId);
        if (result.Succeeded)
        {
            Keeping.Keep(
                HttpContext,
                SentCode.AtStepUp,
                session.UserId,
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
    /// <param name="backup">Whether a recovery or temporary code was asked for.</param>
    public async Task<IActionResult> OnPostVerifyAsync(string? code, string? factorId, bool backup)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(ReturnUrl);

        // The answer of an authenticator belongs to the challenge whose options it got.
        var sent = Keeping.Read<SentCode>(HttpContext, SentCode.AtStepUp, session.UserId);
        var asked = sent is { ClientOptions: not null } && sent.FactorId == factorId ? sent.ChallengeId : null;
        var result = await session.VerifyAsync(code ?? "", factorId, backup ? null : asked);
        if (result.Succeeded)
        {
            Keeping.Drop(HttpContext, SentCode.AtStepUp);
            return GoOn(Profile);
        }

        // The form was sent twice. By the time the browser loads the page again, it may have the session's new cookie.
        if (result.Outcome == TwoFactorOutcome.CodeUsed && !backup)
            return RedirectToPage(new { ReturnUrl, again = true });

        if (result.Outcome == TwoFactorOutcome.Locked || result.AttemptsLeft == 0)
            return Locked(result.RetryAfter);

        if (asked is not null)
            Keeping.Drop(HttpContext, SentCode.AtStepUp);

        Refusal = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft);
        return RedirectToPage(
            new
            {
                ReturnUrl,
                factor = factorId,
                backup = IfTrue(backup),
            }
        );
    }

    private async Task<IActionResult> ShowAsync(string? factorId, bool isBackup)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(ReturnUrl);

        var status = await session.GetStatusAsync();
        var factors = status.Factors.Where(f => f.Status == FactorStatus.Active).ToList();
        if (factors.Count == 0)
            return Page();

        var sent = Keeping.Read<SentCode>(HttpContext, SentCode.AtStepUp, session.UserId);
        var chosen =
            factors.Find(f => f.FactorId == (factorId ?? sent?.FactorId))
            ?? factors.OrderByDescending(f => f.LastUsedAt).First();
        var isSent = chosen.FactorId == sent?.FactorId;
        Form = new SecondFactorForm
        {
            Factors = [.. factors.Select(Choice)],
            Chosen = Choice(chosen),
            IsBackup = isBackup,
            IsSent = isSent,
            ResendIn = isSent ? SecondsUntil(sent!.ResendAt) : null,
            ClientOptions = isSent ? sent!.ClientOptions : null,
            HasBackup = status.RecoveryCodesLeft > 0,
            ReturnUrl = ReturnUrl,
            Problem = Problem,
        };
        return Page();
    }

    private FactorChoice Choice(FactorInfo factor) =>
        new(factor.FactorId, factor.Method, FactorName(factor), factor.Destination) { CodeDigits = factor.CodeDigits };
}
