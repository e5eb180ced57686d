namespace TwoFactor;

/// <summary>What may be shown of a user's second factor.</summary>
public sealed class TwoFactorStatus
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>Whether the user has a second factor, usable or disabled.</summary>
    public required bool Enabled { get; init; }

    /// <summary>
    /// The factors, oldest first, pending ones included; backups such as recovery codes are not among them.
    /// </summary>
    public required IReadOnlyList<FactorInfo> Factors { get; init; }

    /// <summary>How many recovery codes are left.</summary>
    public required int RecoveryCodesLeft { get; init; }

    /// <summary>Until when the account is locked; null if it is not.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>How many devices are trusted.</summary>
    public required int TrustedDevices { get; init; }

    /// <summary>The epoch: it grows with every security change, and sessions of an earlier one should end.</summary>
    public required int Epoch { get; init; }

    /// <summary>When an administrator last reset the user; null if never.</summary>
    public DateTimeOffset? ResetAt { get; init; }
}
