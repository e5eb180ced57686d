namespace TwoFactor.Administration;

/// <summary>What was dropped by its age.</summary>
public sealed record AuditDropResult
{
    /// <summary>Events that were dropped.</summary>
    public required long Events { get; init; }

    /// <summary>Trails from which events were dropped.</summary>
    public required long Trails { get; init; }

    /// <summary>
    /// A sentence for each trail that was left as it is, because it is not intact: what was changed must not be made to
    /// look like what was dropped.
    /// </summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
