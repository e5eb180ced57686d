namespace TwoFactor.Stores;

/// <summary>A bucket to look at.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Window">The length of its sliding window.</param>
/// <param name="MinAge">
/// What was taken more recently than this is left out, a slot more or less. Default: nothing is.
/// </param>
public sealed record QuotaCount(string Bucket, TimeSpan Window, TimeSpan MinAge = default);
