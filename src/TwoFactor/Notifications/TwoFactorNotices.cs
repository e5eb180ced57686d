using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>
/// The side effects of written events: log, metric, and the notice to the user for those that are security changes.
/// </summary>
internal sealed class TwoFactorNotices(
    IEnumerable<ITwoFactorNotifier> notifiers,
    FactorMethodRegistry methods,
    ILogger<TwoFactorNotices> logger
)
{
    private readonly ITwoFactorNotifier[] _notifiers = [.. notifiers];

    public async ValueTask RaiseAsync(
        TwoFactorAccount before,
        TwoFactorAccount account,
        IReadOnlyList<AuditEvent> events
    )
    {
        for (var i = 0; i < events.Count; i++)
        {
            var written = events[i];
            Record(written);
            if (_notifiers.Length > 0 && IsNotified(written) && !IsPartOfConfirmation(events, written))
                await NotifyAsync(new SecurityNotice(written, account.Epoch, Addresses(before))).ConfigureAwait(false);
        }
    }

    public void Record(AuditEvent written)
    {
        TwoFactorTelemetry.EventWritten(written.Type);
        if (written.Type == AuditEventTypes.RecordMissing)
            logger.RecordLost(written.UserId);

        logger.EventRecorded(written.Type, written.Outcome, written.Method, written.FactorId, written.UserId);
    }

    // The addresses that were the user's before the change: whoever takes an account over must not be the only one who
    // hears of it.
    private string[] Addresses(TwoFactorAccount before) =>
        [
            .. before
                .Factors.Where(f => f.Status != FactorStatus.Pending)
                .Select(AddressOf)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    // An address that cannot be read stops neither the change nor the notice.
    private string? AddressOf(Factor factor)
    {
        try
        {
            return (methods.Find(factor.Method) as IFactorSender)?.GetAddress(factor.State);
        }
#pragma warning disable CA1031 // A stranger's method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.AddressNotRead(factor.Method, e.GetType().Name);
            return null;
        }
    }

    // The first recovery codes come with the first factor, and a factor may take another's place: one change, one
    // notice.
    private static bool IsPartOfConfirmation(IReadOnlyList<AuditEvent> events, AuditEvent written) =>
        written.Type is AuditEventTypes.RecoveryCodesGenerated or AuditEventTypes.FactorRemoved
        && events.Any(e => e.Type == AuditEventTypes.FactorConfirmed);

    // NIST SP 800-63B-4 §4.2: also the use of a code that was kept for an emergency, and the end of sessions.
    private static bool IsNotified(AuditEvent written) =>
        written
            is {
                Type: AuditEventTypes.Verification,
                Outcome: "accepted",
                Method: FactorMethodNames.RecoveryCode or FactorMethodNames.TemporaryCode
            }
        || written.Type
            is AuditEventTypes.FactorConfirmed
                or AuditEventTypes.FactorImported
                or AuditEventTypes.FactorRemoved
                or AuditEventTypes.FactorsDisabled
                or AuditEventTypes.RecoveryCodesGenerated
                or AuditEventTypes.RecoveryCodesLow
                or AuditEventTypes.Locked
                or AuditEventTypes.DeviceTrusted
                or AuditEventTypes.DeviceRevoked
                or AuditEventTypes.DeviceTokenReplayed
                or AuditEventTypes.Reset
                or AuditEventTypes.SessionsEnded
                or AuditEventTypes.Erased
                or AuditEventTypes.RecordMissing
                or AuditEventTypes.TemporaryCodeIssued;

    // The change is written: nothing that a host's channel does may make it look undone.
    private async ValueTask NotifyAsync(SecurityNotice notice)
    {
        foreach (var notifier in _notifiers)
        {
            try
            {
                await notifier.NotifyAsync(notice, CancellationToken.None).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A host's notifier may throw anything.
            catch (Exception e)
#pragma warning restore CA1031
            {
                TwoFactorTelemetry.NotificationFailures.Add(1);
                logger.NotifierFailed(notice.Event.Type, notice.Event.UserId, e.GetType().Name);
            }
        }
    }
}
