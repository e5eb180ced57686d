namespace TwoFactor.Administration;

/// <summary>How far a re-seal is.</summary>
public sealed record ResealProgress
{
    /// <summary>Records sealed with the newest key by this run.</summary>
    public required long Resealed { get; init; }

    /// <summary>
    /// Records that an older key still seals: yet to come, or at the end those that did not open, or that a process
    /// without the newest key wrote meanwhile.
    /// </summary>
    public required long Left { get; init; }
}
