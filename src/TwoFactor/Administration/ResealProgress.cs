namespace TwoFactor.Administration;

/// <summary>The progress of a re-encryption.</summary>
public sealed record ResealProgress
{
    /// <summary>Records that this run encrypted with the newest key.</summary>
    public required long Resealed { get; init; }

    /// <summary>
    /// Records that still have an older key. At the end these are the records that could not be decrypted, or that a
    /// process without the newest key wrote in the meantime.
    /// </summary>
    public required long Left { get; init; }
}
