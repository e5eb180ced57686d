using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using TwoFactor;
using WebSample.Pages.Shared;

namespace WebSample.Pages.Account;

/// <summary>Asks for a second factor again, for a page or a change that requires it.</summary>
public sealed class StepUpModel : AppPage
{
    public SecondFactorForm? Form { get; private set; }

    [TempData]
    public string? StepUpSentTo { get; set; }

    [TempData]
    public string? StepUpResendTicks { get; set; }

    public async Task<IActionResult> OnGetAsync(string? factor, bool backup, bool again)
    {
        var isDone = again && await HttpContext.GetTwoFactorSessionAsync() is { IsSecondFactorFresh: true };
        if (isDone)
            return GoOn("/profile");

        if (again)
            Problem = Say(TwoFactorOutcome.CodeUsed);

        return await ShowAsync(factor ?? StepUpSentTo, backup);
    }

    public async Task<IActionResult> OnPostSendAsync(string factorId)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return Challenge();

        var result = await session.ChallengeAsync(factorId);
        if (result.Succeeded)
        {
            (StepUpSentTo, StepUpResendTicks) = (
                factorId,
                result.ResendAt?.UtcTicks.ToString(CultureInfo.InvariantCulture)
            );
            return RedirectToPage(new { ReturnUrl });
        }

        Problem = Say(result.Outcome, result.RetryAfter);
        return await ShowAsync(factorId, isBackup: false);
    }

    public async Task<IActionResult> OnPostVerifyAsync(string? code, string? factorId, bool backup)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return Challenge();

        var result = await session.VerifyAsync(code ?? "", factorId);
        if (result.Succeeded)
            return GoOn("/profile");

        // The form was sent twice. By the time the browser loads the page again, it may have the session's new cookie.
        if (result.Outcome == TwoFactorOutcome.CodeUsed && !backup)
            return RedirectToPage(new { ReturnUrl, again = true });

        Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft);
        return await ShowAsync(factorId, backup);
    }

    private async Task<IActionResult> ShowAsync(string? factorId, bool isBackup)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return Challenge();

        var status = await session.GetStatusAsync();
        var factors = status.Factors.Where(f => f.Status == FactorStatus.Active).ToList();
        if (factors.Count == 0)
            return Page();

        var chosen = factors.Find(f => f.FactorId == factorId) ?? factors.OrderByDescending(f => f.LastUsedAt).First();
        var sentTo = TempData.Peek(nameof(StepUpSentTo)) as string;
        Form = new SecondFactorForm
        {
            Factors = [.. factors.Select(Choice)],
            Chosen = Choice(chosen),
            IsBackup = isBackup,
            IsSent = chosen.FactorId == sentTo,
            ResendIn = TempData.Peek(nameof(StepUpResendTicks)) is string at
                ? SecondsUntil(new DateTimeOffset(long.Parse(at, CultureInfo.InvariantCulture), TimeSpan.Zero))
                : null,
            HasBackup = status.RecoveryCodesLeft > 0,
            ReturnUrl = ReturnUrl,
        };
        TempData.Keep();
        return Page();
    }

    private FactorChoice Choice(FactorInfo factor) => new(factor.FactorId, FactorName(factor), factor.Destination);
}
