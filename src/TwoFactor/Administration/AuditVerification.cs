namespace TwoFactor.Administration;

/// <summary>What a verification of the audit trail found.</summary>
public sealed class AuditVerification
{
    internal AuditVerification(long events, IReadOnlyList<string> problems, IReadOnlyList<string> warnings)
    {
        Events = events;
        Problems = problems;
        Warnings = warnings;
    }

    /// <summary>Whether every trail is as the sealed records know it.</summary>
    public bool IsIntact => Problems.Count == 0;

    /// <summary>How many events were looked at.</summary>
    public long Events { get; }

    /// <summary>A sentence for each trail that is not intact: which one, where and what.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>
    /// A sentence for each place before which nothing vouches for a trail, because a broken record was begun anew
    /// there. They stay.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; }
}
