namespace TwoFactor.Stores;

/// <summary>The one decision that every quota store makes.</summary>
public static class QuotaRules
{
    /// <summary>Decides on permits by what was taken from their buckets.</summary>
    /// <param name="permits">The permits.</param>
    /// <param name="now">Now.</param>
    /// <param name="slotsOf">
    /// The slots of a permit's bucket that count, oldest first, with what was taken in each.
    /// </param>
    /// <returns>A refusal; or null if every bucket has room, and then the store takes them all.</returns>
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
            // Without a limit, or to give something back, there is nothing to look at.
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
