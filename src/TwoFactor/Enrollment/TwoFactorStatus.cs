namespace TwoFactor;

/// <summary>What may be shown of a user's second factor.</summary>
public sealed class TwoFactorStatus
{
    /// <summary>The user's id.</summary>
    public required string UserId { get; init; }

    /// <summary>Whether the user has a second factor, active or disabled.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The factors, oldest first, including pending ones but without backups such as recovery codes.</summary>
    public required IReadOnlyList<FactorInfo> Factors { get; init; }

    /// <summary>How many recovery codes are left.</summary>
    public required int RecoveryCodesLeft { get; init; }

    /// <summary>When the recovery codes were made; null if there are none. Older ones are void.</summary>
    public DateTimeOffset? RecoveryCodesMadeAt { get; init; }

    /// <summary>When the lock ends; null if the account is not locked.</summary>
    public DateTimeOffset? LockedUntil { get; init; }

    /// <summary>How many devices are trusted.</summary>
    public required int TrustedDevices { get; init; }

    /// <summary>The epoch. Every security change increases it; end sessions that began in an earlier one.</summary>
    public required int Epoch { get; init; }

    /// <summary>When an administrator last reset the user; null if never.</summary>
    public DateTimeOffset? ResetAt { get; init; }
}
