namespace TwoFactor.Administration;

/// <summary>Where an event stands among those of all trails, by time, then by user, then by number.</summary>
/// <param name="At">When it happened.</param>
/// <param name="UserId">Whose trail it is in.</param>
/// <param name="Sequence">Its number there.</param>
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
