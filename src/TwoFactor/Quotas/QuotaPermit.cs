namespace TwoFactor.Stores;

/// <summary>So much from one bucket, if no more than a limit was taken from it within a window.</summary>
/// <param name="Bucket">
/// The bucket: at most 96 ASCII characters, which name no person. It is always counted with the same window.
/// </param>
/// <param name="Window">The length of the sliding window.</param>
/// <param name="Limit">The most that may be taken within the window, this permit included.</param>
/// <param name="Cost">
/// How much is taken. 0 only asks whether one more would be within the limit; less than 0 gives back what was taken at
/// the same time.
/// </param>
public sealed record QuotaPermit(string Bucket, TimeSpan Window, long Limit, int Cost = 1)
{
    /// <summary>The most that may be there before this permit is taken.</summary>
    public long Room => Limit - Math.Max(Cost, 1);
}
