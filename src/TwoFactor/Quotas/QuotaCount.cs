namespace TwoFactor.Stores;

/// <summary>A bucket whose count is read.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Window">The length of its sliding window.</param>
/// <param name="MinAge">
/// Leaves out what was taken more recently than this, to within one slot. Default: zero, which leaves nothing out.
/// </param>
public sealed record QuotaCount(string Bucket, TimeSpan Window, TimeSpan MinAge = default);
