using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>
/// The side effects of written events: the log, the metrics, and the notice to the user for security changes.
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

        logger.EventRecorded(
            written.Type,
            written.Outcome ?? TwoFactorLog.Nothing,
            written.Method ?? TwoFactorLog.Nothing,
            written.FactorId ?? TwoFactorLog.Nothing,
            written.UserId
        );
    }

    // The addresses before the change: an attacker who takes over an account must not be the only one notified.
    private string[] Addresses(TwoFactorAccount before) =>
        [
            .. before
                .Factors.Where(f => f.Status != FactorStatus.Pending)
                .Select(AddressOf)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];

    // An unreadable address must stop neither the change nor the notice.
    private string? AddressOf(Factor factor)
    {
        try
        {
            return (methods.Find(factor.Method) as IFactorSender)?.GetAddress(factor.State);
        }
#pragma warning disable CA1031 // A third-party method may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.AddressNotRead(factor.Method, e.GetType().Name);
            return null;
        }
    }

    // Confirming a factor may also create recovery codes and replace another factor. That is one change for the user,
    // and one notice.
    private static bool IsPartOfConfirmation(IReadOnlyList<AuditEvent> events, AuditEvent written) =>
        written.Type is AuditEventTypes.RecoveryCodesGenerated or AuditEventTypes.FactorRemoved
        && events.Any(e => e.Type == AuditEventTypes.FactorConfirmed);

    // NIST SP 800-63B-4 §4.2; here also the use of an emergency code, the end of sessions, and "It was not me".
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
                or AuditEventTypes.NotMe
                or AuditEventTypes.Erased
                or AuditEventTypes.RecordMissing
                or AuditEventTypes.TemporaryCodeIssued;

    // The change is stored. A failure of the host's channel must not make it look undone.
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
