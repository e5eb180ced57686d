using Microsoft.AspNetCore.Mvc;
using TwoFactor;
using WebSample.Pages.SetUp;
using WebSample.Pages.Shared;

namespace WebSample.Pages.Profile;

/// <summary>A user's own second factor.</summary>
public sealed class IndexModel(IAuditService audit) : AppPage
{
    private const int ShownEvents = 15;

    public TwoFactorStatus? Status { get; private set; }

    public TwoFactor.SignInEvaluation? Requirement { get; private set; }

    public IReadOnlyList<TrustedDeviceInfo> Devices { get; private set; } = [];

    public IReadOnlyList<AuditEvent> Events { get; private set; } = [];

    public RecoveryCodeList? Codes { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await ShowAsync(await SessionAsync());

    /// <summary>Turning it on requires the password again, even after a fresh sign-in.</summary>
    public IActionResult OnPostTurnOn() =>
        RedirectToPage("/Account/Reauthenticate", new { ReturnUrl = "/profile/methods" });

    public async Task<IActionResult> OnPostRenameAsync(string factorId, string? name)
    {
        var session = await SessionAsync();
        return await AnswerAsync(session, await session.RenameAsync(factorId, name ?? ""), "Renamed.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string factorId)
    {
        var session = await SessionAsync();
        return await AnswerAsync(session, await session.RemoveAsync(factorId), "The method was removed.");
    }

    public async Task<IActionResult> OnPostRegenerateAsync()
    {
        var session = await SessionAsync();
        var result = await session.RegenerateRecoveryCodesAsync();
        if (result.RecoveryCodes is not { } codes)
            return await AnswerAsync(session, result, "");

        Codes = new RecoveryCodeList(codes, "/profile");
        return await ShowAsync(session);
    }

    public async Task<IActionResult> OnPostRevokeAsync(string deviceId)
    {
        await (await SessionAsync()).RevokeTrustedDeviceAsync(deviceId);
        Notice = T["The device is forgotten."];
        return RedirectToPage();
    }

    private async Task<TwoFactorSession> SessionAsync() => (await HttpContext.GetTwoFactorSessionAsync())!;

    private async Task<IActionResult> AnswerAsync(TwoFactorSession session, FactorChangeResult result, string done)
    {
        if (result.Succeeded)
        {
            Notice = T[done];
            return RedirectToPage();
        }

        if (result.Outcome == TwoFactorOutcome.ReauthenticationRequired)
        {
            Notice = T["Please try again now."];
            return RedirectToPage(
                await Freshness.MissingAsync(session) ?? "/Account/Reauthenticate",
                new { ReturnUrl = "/profile" }
            );
        }

        Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft, result.Message);
        return await ShowAsync(session);
    }

    private async Task<IActionResult> ShowAsync(TwoFactorSession session)
    {
        Status = await session.GetStatusAsync();
        Requirement = await session.GetRequirementAsync();
        Devices = await session.ListTrustedDevicesAsync();
        Events = (
            await audit.ReadNewestAsync(
                new AuditQuery { UserId = session.UserId, Take = ShownEvents },
                HttpContext.RequestAborted
            )
        ).Events;
        return Page();
    }
}
