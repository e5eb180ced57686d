using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>A user's own second factor.</summary>
/// <param name="audit">The history.</param>
/// <param name="options">The settings of the core.</param>
public sealed class ProfileModel(IAuditService audit, IOptions<TwoFactorOptions> options) : TwoFactorPage
{
    private const int ShownEvents = 15;

    /// <summary>The state of the second factor.</summary>
    public TwoFactorStatus? Status { get; private set; }

    /// <summary>What the policy requires.</summary>
    public SignInEvaluation? Requirement { get; private set; }

    /// <summary>The trusted devices.</summary>
    public IReadOnlyList<TrustedDeviceInfo> Devices { get; private set; } = [];

    /// <summary>Whether users can have devices remembered.</summary>
    public bool RemembersDevices => options.Value.TrustedDevices.Enabled;

    /// <summary>The newest events.</summary>
    public IReadOnlyList<AuditEvent> Events { get; private set; } = [];

    /// <summary>Whether few recovery codes are left (<see cref="RecoveryCodeOptions.WarnAt"/>).</summary>
    public bool IsShortOfCodes => Status?.RecoveryCodesLeft <= options.Value.RecoveryCodes.WarnAt;

    /// <summary>Whether there are recovery codes that the user has not put away.</summary>
    public bool HasCodesToKeep { get; private set; }

    /// <summary>Whether the user has one method that can be used, and no other.</summary>
    public bool HasOneMethod => Status?.Factors.Count(f => f.Status == FactorStatus.Active) == 1;

    /// <summary>Whether the policy lets a factor go: not the last one of a user who must have one.</summary>
    /// <param name="factor">One of the user's factors.</param>
    public bool CanRemove(FactorInfo factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        return factor.Status == FactorStatus.Pending
            || Requirement?.IsRequired != true
            || Status!.Factors.Count(f => f.Status != FactorStatus.Pending) > 1;
    }

    /// <summary>Shows the profile.</summary>
    public async Task<IActionResult> OnGetAsync() =>
        await HttpContext.GetTwoFactorSessionAsync() is { } session ? await ShowAsync(session) : SignInAgain(Here);

    /// <summary>The factor whose new name was refused; null for none.</summary>
    public string? RenamingId { get; private set; }

    /// <summary>The name that was refused.</summary>
    public string? NewName { get; private set; }

    /// <summary>Renames a factor.</summary>
    /// <param name="factorId">The factor.</param>
    /// <param name="name">The new name.</param>
    public async Task<IActionResult> OnPostRenameAsync(string? factorId, string? name)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Profile);

        var result = await session.RenameAsync(factorId ?? "", name ?? "");
        if (result.Succeeded)
        {
            Notice = T["Renamed."];
            return RedirectToPage();
        }

        Problem = Say(result.Outcome, result.RetryAfter, result.AttemptsLeft, result.Message);
        var page = await ShowAsync(session);
        if (Status!.Factors.Any(f => f.FactorId == factorId))
            (RenamingId, NewName) = (factorId, name);

        return page;
    }

    /// <summary>Forgets a trusted device.</summary>
    /// <param name="deviceId">The device.</param>
    public async Task<IActionResult> OnPostRevokeAsync(string? deviceId)
    {
        if (await HttpContext.GetTwoFactorSessionAsync() is not { } session)
            return SignInAgain(Profile);

        var outcome = await session.RevokeTrustedDeviceAsync(deviceId ?? "");
        Notice = outcome == TwoFactorOutcome.Accepted ? T["The device is forgotten."] : Say(outcome);
        return RedirectToPage();
    }

    private async Task<IActionResult> ShowAsync(TwoFactorSession session)
    {
        Status = await session.GetStatusAsync();
        Requirement = await session.GetRequirementAsync();
        Devices = await session.ListTrustedDevicesAsync();
        HasCodesToKeep = await RecoveryCodeList.FindAsync(HttpContext, session.UserId) is not null;
        var query = new AuditQuery { UserId = session.UserId, Take = ShownEvents };
        Events = (await audit.ReadNewestAsync(query, HttpContext.RequestAborted)).Events;
        return Page();
    }
}
