namespace TwoFactor.AspNetCore;

/// <summary>
/// How old a proof may be: the one function that every place asks. A proof from the future is none: it was noted while a
/// clock was wrong, and would be fresh for as long as it was ahead.
/// </summary>
internal static class Freshness
{
    /// <param name="at">When it was proven; null if never.</param>
    /// <param name="now">The time.</param>
    /// <param name="maxAge">How long ago at the most; null for any time.</param>
    /// <param name="tolerance">How far the clocks of servers may differ.</param>
    public static bool IsFresh(DateTimeOffset? at, DateTimeOffset now, TimeSpan? maxAge, TimeSpan tolerance) =>
        at is { } time && time - now <= tolerance && (maxAge is not { } age || now - time <= age);
}
