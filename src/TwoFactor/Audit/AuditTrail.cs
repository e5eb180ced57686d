namespace TwoFactor;

/// <summary>
/// The growing end of a trail, for a user or the policy: every event is created here. Pure. One atomic step later
/// stores the new events, and the record with the new head.
/// </summary>
/// <param name="userId">The user whose trail it is, or <see cref="AuditEvent.PolicyTrail"/>.</param>
/// <param name="sequence">The number of the last event; 0 if there is none.</param>
/// <param name="hash">The hash of the last event; empty if there is none.</param>
/// <param name="at">The time of the new events.</param>
/// <param name="correlationId">The trace id of the new events, or null.</param>
internal sealed class AuditTrail(string userId, long sequence, byte[] hash, DateTimeOffset at, string? correlationId)
{
    private readonly List<AuditEvent> _added = new(2);

    /// <summary>The number of the last event.</summary>
    public long Sequence { get; private set; } = sequence;

    /// <summary>The hash of the last event.</summary>
    public byte[] Hash { get; private set; } = hash;

    /// <summary>The new events, in order.</summary>
    public IReadOnlyList<AuditEvent> Added => _added;

    public void Add(AuditEntry entry)
    {
        Sequence++;
        var auditEvent = new AuditEvent
        {
            Sequence = Sequence,
            At = at,
            UserId = userId,
            Type = entry.Type,
            FactorId = entry.FactorId,
            Method = entry.Method,
            Outcome = entry.Outcome,
            Detail = entry.Detail,
            Actor = entry.Actor,
            Reason = entry.Reason,
            CorrelationId = correlationId,
            Hash = default,
        };
        Hash = auditEvent.Chain(Hash);
        _added.Add(auditEvent);
    }
}
