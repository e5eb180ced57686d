namespace TwoFactor;

/// <summary>What a verification of the audit trail found.</summary>
public sealed class AuditVerification
{
    internal AuditVerification(long events, IReadOnlyList<string> problems)
    {
        Events = events;
        Problems = problems;
    }

    /// <summary>Whether every trail is as it was written.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <summary>How many events were looked at.</summary>
    public long Events { get; }

    /// <summary>A sentence for each trail that is not intact: which one, where and what.</summary>
    public IReadOnlyList<string> Problems { get; }
}
