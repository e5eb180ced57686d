using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>The side effects of written events: log, metric, and the notice to the user for those that are security changes.</summary>
internal sealed class TwoFactorNotices(IEnumerable<ITwoFactorNotifier> notifiers, ILogger<TwoFactorNotices> logger)
{
    private readonly ITwoFactorNotifier[] _notifiers = [.. notifiers];

    public async ValueTask RaiseAsync(TwoFactorAccount account, IReadOnlyList<AuditEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var written = events[i];
            Record(written);
            if (_notifiers.Length > 0 && IsNotified(written.Type) && !IsPartOfConfirmation(events, written.Type))
                await NotifyAsync(new SecurityNotice(written, account.Epoch)).ConfigureAwait(false);
        }
    }

    public void Record(AuditEvent written)
    {
        TwoFactorTelemetry.EventWritten(written.Type);
        logger.EventRecorded(written.Type, written.Outcome, written.Method, written.FactorId, written.UserId);
    }

    // The first recovery codes come with the first factor: one change, one notice.
    private static bool IsPartOfConfirmation(IReadOnlyList<AuditEvent> events, string type) =>
        type.Equals(AuditEventTypes.RecoveryCodesGenerated, StringComparison.Ordinal)
        && events.Any(e => e.Type.Equals(AuditEventTypes.FactorConfirmed, StringComparison.Ordinal));

    private static bool IsNotified(string type) => type is
        AuditEventTypes.FactorConfirmed or AuditEventTypes.FactorImported or AuditEventTypes.FactorRemoved or AuditEventTypes.FactorsDisabled
        or AuditEventTypes.RecoveryCodesGenerated or AuditEventTypes.RecoveryCodesLow or AuditEventTypes.Locked or AuditEventTypes.DeviceTrusted
        or AuditEventTypes.DeviceRevoked or AuditEventTypes.DeviceTokenReplayed or AuditEventTypes.Reset or AuditEventTypes.TemporaryCodeIssued;

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
                logger.NotifierFailed(notice.Event.Type, notice.Event.UserId, e);
            }
        }
    }
}
