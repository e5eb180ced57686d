namespace TwoFactor.AspNetCore;

/// <summary>
/// The one function that decides whether a proof is recent enough. A proof from the future does not count: it was
/// recorded by a wrong clock, and would stay fresh for too long.
/// </summary>
internal static class Freshness
{
    /// <param name="at">The time of the proof; null if there was none.</param>
    /// <param name="now">The current time.</param>
    /// <param name="maxAge">The highest allowed age; null for any age.</param>
    /// <param name="tolerance">How much the clocks of servers may differ.</param>
    public static bool IsFresh(DateTimeOffset? at, DateTimeOffset now, TimeSpan? maxAge, TimeSpan tolerance) =>
        at is { } time && time - now <= tolerance && (maxAge is not { } age || now - time <= age);
}
