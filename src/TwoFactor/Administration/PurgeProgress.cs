namespace TwoFactor.Administration;

/// <summary>The progress of a purge.</summary>
public sealed record PurgeProgress
{
    /// <summary>Accounts read so far.</summary>
    public required long Accounts { get; init; }

    /// <summary>Accounts from which expired data were dropped.</summary>
    public required long Pruned { get; init; }

    /// <summary>Audit events of erased users, and events behind a checkpoint, that were still there.</summary>
    public required long Events { get; init; }

    /// <summary>Deleted rows of limits that no longer counted.</summary>
    public required long Quotas { get; init; }

    /// <summary>Audit events that were dropped by their age (<see cref="TwoFactorOptions.AuditRetention"/>).</summary>
    public long Dropped { get; init; }
}
