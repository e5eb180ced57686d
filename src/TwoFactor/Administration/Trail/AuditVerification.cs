namespace TwoFactor.Administration;

/// <summary>The result of verifying the audit trail.</summary>
public sealed class AuditVerification
{
    internal AuditVerification(long events, IReadOnlyList<string> problems, IReadOnlyList<string> warnings)
    {
        Events = events;
        Problems = problems;
        Warnings = warnings;
    }

    /// <summary>Whether every trail matches its encrypted record.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <summary>How many events were verified.</summary>
    public long Events { get; }

    /// <summary>A sentence for each trail that is not intact: which trail, where, and what is wrong.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>
    /// A sentence for each place where a broken record was replaced. Nothing proves the events before it. These
    /// warnings stay for ever.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; }
}
