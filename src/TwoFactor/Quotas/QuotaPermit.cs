namespace TwoFactor.Stores;

/// <summary>A request to take an amount from one bucket, within a limit per window.</summary>
/// <param name="Bucket">
/// The bucket: at most 96 ASCII characters that identify no person. Always use the same window for the same bucket.
/// </param>
/// <param name="Window">The length of the sliding window.</param>
/// <param name="Limit">The most that may be taken within the window, including this permit.</param>
/// <param name="Cost">
/// The amount to take. 0 only checks whether one more would fit. A negative cost releases what was taken at the same
/// time.
/// </param>
public sealed record QuotaPermit(string Bucket, TimeSpan Window, long Limit, int Cost = 1)
{
    /// <summary>The highest count before this permit at which it still fits.</summary>
    public long Room => Limit - Math.Max(Cost, 1);
}
