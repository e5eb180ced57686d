namespace TwoFactor;

/// <summary>
/// Where a trail begins that was erased up to an event: the sealed record vouches for that event's hash, so that what
/// is left still verifies. Without a hash nothing vouches for the event before the first one that is kept.
/// </summary>
internal sealed class TrailStart
{
    public required long Sequence { get; init; }

    public byte[] Hash { get; init; } = [];
}
