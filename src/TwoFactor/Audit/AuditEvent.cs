namespace TwoFactor;

/// <summary>
/// An event of the audit trail. Each user has a separate trail, numbered from 1. Each event contains the hash of the
/// previous one, and the encrypted account contains the newest hash. So a changed, removed, added or cut-off event is
/// detected. Events contain no secret and no code.
/// </summary>
public sealed record AuditEvent
{
    /// <summary>The user id of the requirement policy's trail, which belongs to no user.</summary>
    public const string PolicyTrail = "";

    private ReadOnlyMemory<byte> _hash;

    /// <summary>The number of the event in its trail, starting at 1.</summary>
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
    /// The result of an attempt, as <see cref="TwoFactorOutcomes.ToCode"/> names it, or the decision about a sign-in;
    /// or null.
    /// </summary>
    public string? Outcome { get; init; }

    /// <summary>A detail: the reason for a sign-in's decision, the device, the new policy; or null.</summary>
    public string? Detail { get; init; }

    /// <summary>The administrator who did it; null if the user did.</summary>
    public string? Actor { get; init; }

    /// <summary>The administrator's reason, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The trace id in which it happened, if one was being recorded; or null.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>SHA-256 over the format number, the previous hash and every field of this event.</summary>
    public required ReadOnlyMemory<byte> Hash
    {
        get => _hash;
        init => _hash = value;
    }

    /// <summary>Sets the hash of a new event from its other fields, before the event is used.</summary>
    internal byte[] Chain(byte[] previous)
    {
        var hash = AuditChain.Hash(previous, this);
        _hash = hash;
        return hash;
    }

    /// <summary>Shows what happened, not to whom.</summary>
    public override string ToString() => $"event {Sequence}: {Type}";
}
