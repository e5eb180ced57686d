namespace TwoFactor.Administration;

/// <summary>How far a purge is.</summary>
public sealed record PurgeProgress
{
    /// <summary>Accounts that were looked at.</summary>
    public required long Accounts { get; init; }

    /// <summary>Accounts from which something expired was dropped.</summary>
    public required long Pruned { get; init; }

    /// <summary>Audit events of erased users, and events behind a checkpoint, that were still there.</summary>
    public required long Events { get; init; }

    /// <summary>Rows of limits that no longer counted.</summary>
    public required long Quotas { get; init; }

    /// <summary>Audit events that were dropped by their age (<see cref="TwoFactorOptions.AuditRetention"/>).</summary>
    public long Dropped { get; init; }
}
