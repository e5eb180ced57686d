namespace TwoFactor;

/// <summary>A challenge as it stands, with all that is needed to go on with it. It is read with one load.</summary>
public sealed class ChallengeStatus
{
    /// <summary>
    /// Whether a code can still be given. False for a challenge that was answered, has expired, was closed by a lock or
    /// by a security change, or never was.
    /// </summary>
    public required bool IsOpen { get; init; }

    /// <summary>What it asks for proof of; null if it is not open.</summary>
    public ChallengePurpose? Purpose { get; init; }

    /// <summary>When it closes by itself; null if it is not open.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// The factors that answer it, backups such as recovery codes apart: the one used last comes first, then the
    /// oldest. Empty if it is not open.
    /// </summary>
    public IReadOnlyList<ChallengeFactor> Factors { get; init; } = [];

    /// <summary>
    /// The methods whose codes it accepts, <c>recovery_code</c> among them while any are left. Empty if it is not open.
    /// </summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>
    /// How its codes were delivered, as far as gateways and their receipts tell, oldest first. When the last attempt is
    /// <see cref="DeliveryState.Undelivered"/> or <see cref="DeliveryState.Failed"/>, suggest another method. Empty if
    /// no code was sent, or it is not open.
    /// </summary>
    public IReadOnlyList<DeliveryAttempt> Deliveries { get; init; } = [];

    /// <summary>Until when the account is locked; null if it is not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>The user's epoch. A challenge of an earlier one is closed.</summary>
    public int Epoch { get; init; }
}
