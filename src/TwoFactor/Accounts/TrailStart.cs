namespace TwoFactor;

/// <summary>
/// Where a trail begins whose events were dropped, with their user or by their age, up to one: the sealed record
/// vouches for that event's hash, so that what is left still verifies. Without a hash nothing vouches for the event
/// before the first one that is kept.
/// </summary>
internal sealed class TrailStart
{
    public required long Sequence { get; init; }

    public byte[] Hash { get; init; } = [];

    /// <summary>Whether events were dropped by their age, and not with their user.</summary>
    public bool IsRetention { get; init; }
}
