namespace TwoFactor;

/// <summary>
/// The end of a trail that grows: where every event is made, of a user or of the policy. Pure: the new events are
/// written by the store, and the new head is sealed in the record, in the same atomic step.
/// </summary>
/// <param name="userId">The user whose trail it is, or <see cref="AuditEvent.PolicyTrail"/>.</param>
/// <param name="sequence">The number of the last event; 0 if there is none.</param>
/// <param name="hash">The hash of the last event; empty if there is none.</param>
/// <param name="at">When the new events happen.</param>
/// <param name="correlationId">The trace that they happen in, or null.</param>
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
