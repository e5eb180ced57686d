namespace TwoFactor.Administration;

/// <summary>The position of an event among the events of all trails: by time, then user, then number.</summary>
/// <param name="At">When it happened.</param>
/// <param name="UserId">The user whose trail it is in.</param>
/// <param name="Sequence">Its number in that trail.</param>
public readonly record struct AuditPosition(DateTimeOffset At, string UserId, long Sequence)
{
    /// <summary>The position of an event.</summary>
    /// <param name="auditEvent">The event.</param>
    public static AuditPosition Of(AuditEvent auditEvent)
    {
        ArgumentNullException.ThrowIfNull(auditEvent);
        return new(auditEvent.At, auditEvent.UserId, auditEvent.Sequence);
    }
}
