namespace TwoFactor.Stores;

/// <summary>The decision that all quota stores share.</summary>
public static class QuotaRules
{
    /// <summary>Decides on permits from the current counts of their buckets.</summary>
    /// <param name="permits">The permits.</param>
    /// <param name="now">The current time.</param>
    /// <param name="slotsOf">
    /// Gives the slots of a permit's bucket that count now, oldest first, each with its count.
    /// </param>
    /// <returns>A refusal; or null if all permits fit, and then the store takes them.</returns>
    public static QuotaDecision? Decide(
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        Func<QuotaPermit, IEnumerable<(long Slot, long Count)>> slotsOf
    )
    {
        ArgumentNullException.ThrowIfNull(permits);
        ArgumentNullException.ThrowIfNull(slotsOf);
        QuotaPermit? refused = null;
        TimeSpan? longest = TimeSpan.Zero;
        foreach (var permit in permits)
        {
            // A permit without a limit, or one that releases, needs no check.
            if (permit.Limit == long.MaxValue || permit.Cost < 0)
                continue;

            var wait = new QuotaWindow(permit.Window).WaitFor(permit, slotsOf(permit), now);
            if (wait == TimeSpan.Zero)
                continue;

            refused ??= permit;
            longest = (longest, wait) switch
            {
                ({ } soFar, { } next) => soFar > next ? soFar : next,
                _ => null,
            };
        }

        return refused is null ? null : QuotaDecision.Refuse(refused, longest);
    }
}
