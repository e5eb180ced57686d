namespace TwoFactor;

/// <summary>
/// One line of the audit trail. Each user has a trail of their own, numbered from 1; each event carries the hash of the
/// one before it, and the sealed account holds the newest hash, so that a changed, removed, added or cut-off event is
/// found. It carries no secret and no code.
/// </summary>
public sealed record AuditEvent
{
    /// <summary>The trail of the requirement policy, which belongs to no user.</summary>
    public const string PolicyTrail = "";

    private ReadOnlyMemory<byte> _hash;

    /// <summary>1 for the first event of the trail, and one more with each.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The user whose trail it is; <see cref="PolicyTrail"/> for a change of policy.</summary>
    public required string UserId { get; init; }

    /// <summary>What happened; one of <see cref="AuditEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The factor concerned, or null.</summary>
    public string? FactorId { get; init; }

    /// <summary>The method concerned, or null.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// How an attempt ended, as <see cref="TwoFactorOutcomes.ToCode"/> names it, or what a sign-in came to; or null.
    /// </summary>
    public string? Outcome { get; init; }

    /// <summary>
    /// What there is to add: why a sign-in came to that, which device, what the policy became; or null.
    /// </summary>
    public string? Detail { get; init; }

    /// <summary>The administrator who did it, or null when the user did.</summary>
    public string? Actor { get; init; }

    /// <summary>Why it was done, as the administrator put it; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The trace that it happened in, if one was being recorded.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>SHA-256 over the number of the format, the hash before and every field of this event.</summary>
    public required ReadOnlyMemory<byte> Hash
    {
        get => _hash;
        init => _hash = value;
    }

    /// <summary>Gives a new event its hash, which is made of all the rest, before anybody else sees it.</summary>
    internal byte[] Chain(byte[] previous)
    {
        var hash = AuditChain.Hash(previous, this);
        _hash = hash;
        return hash;
    }

    /// <summary>Shows what happened, to whom not.</summary>
    public override string ToString() => $"event {Sequence}: {Type}";
}
