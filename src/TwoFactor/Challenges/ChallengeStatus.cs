namespace TwoFactor;

/// <summary>
/// The state of a challenge, with everything needed to continue with it. Read with one load of the record.
/// </summary>
public sealed class ChallengeStatus
{
    /// <summary>
    /// Whether it can still be answered. False if it was answered, has expired, was closed by a lock or a security
    /// change, or never existed.
    /// </summary>
    public required bool IsOpen { get; init; }

    /// <summary>The purpose; null if it is not open.</summary>
    public ChallengePurpose? Purpose { get; init; }

    /// <summary>When it expires; null if it is not open.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The factors that can answer it, the one used last first, without backups such as recovery codes. Empty if it is
    /// not open.
    /// </summary>
    public IReadOnlyList<ChallengeFactor> Factors { get; init; } = [];

    /// <summary>
    /// The methods whose codes it accepts, including <c>recovery_code</c> while any are left. Empty if it is not open.
    /// </summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>
    /// How its codes were delivered, as reported by gateways and receipts, oldest first. If the last attempt is
    /// <see cref="DeliveryState.Undelivered"/> or <see cref="DeliveryState.Failed"/>, suggest another method. Empty if
    /// no code was sent, or if it is not open.
    /// </summary>
    public IReadOnlyList<DeliveryAttempt> Deliveries { get; init; } = [];

    /// <summary>When the lock ends; null if the account is not locked.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The user's epoch. A challenge of an earlier epoch is closed.</summary>
    public int Epoch { get; init; }
}
