namespace TwoFactor;

/// <summary>
/// Where a trail starts whose earlier events were erased. The encrypted record keeps the hash of the last erased event,
/// so the remaining trail still verifies. Without that hash, nothing proves what came before the first remaining event.
/// </summary>
internal sealed class TrailStart
{
    public required long Sequence { get; init; }

    public byte[] Hash { get; init; } = [];
}
