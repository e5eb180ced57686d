namespace TwoFactor;

/// <summary>
/// Keeps quotas in memory: for tests, trials, and an app with a single process that may lose them at a restart.
/// </summary>
internal sealed class InMemoryQuotaStore : IQuotaStore
{
    private const int SweepEvery = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Bucket), Bucket> _buckets = [];
    private int _calls;

    public ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Sweep(now);
            return new(
                QuotaRules.Decide(permits, now, p => SlotsOf(tenant, p.Bucket, p.Window, now))
                    ?? Take(tenant, permits, now)
            );
        }
    }

    public ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return new([
                .. counts.Select(c =>
                {
                    var youngest = new QuotaWindow(c.Window).YoungestSlotAt(now, c.MinAge);
                    return SlotsOf(tenant, c.Bucket, c.Window, now).Where(s => s.Slot <= youngest).Sum(s => s.Count);
                }),
            ]);
        }
    }

    public ValueTask<long> PurgeAsync(string tenant, DateTimeOffset expiredBefore, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var expired = _buckets
                .Where(b => b.Key.Tenant == tenant && b.Value.ExpiresAt < expiredBefore)
                .Select(b => b.Key)
                .ToList();
            return new(expired.LongCount(_buckets.Remove));
        }
    }

    private QuotaDecision Take(string tenant, IReadOnlyList<QuotaPermit> permits, DateTimeOffset now)
    {
        foreach (var permit in permits)
        {
            if (permit.Cost == 0)
                continue;

            if (!_buckets.TryGetValue((tenant, permit.Bucket), out var bucket))
                _buckets[(tenant, permit.Bucket)] = bucket = new Bucket();

            var window = new QuotaWindow(permit.Window);
            var slot = window.SlotAt(now);
            bucket.Slots[slot] = bucket.Slots.GetValueOrDefault(slot) + permit.Cost;
            bucket.ExpiresAt = window.ExpiryOf(slot);
            while (bucket.Slots.GetKeyAtIndex(0) < window.OldestSlotAt(now))
                bucket.Slots.RemoveAt(0);
        }

        return QuotaDecision.Granted;
    }

    private IEnumerable<(long Slot, long Count)> SlotsOf(
        string tenant,
        string bucket,
        TimeSpan window,
        DateTimeOffset now
    )
    {
        var oldest = new QuotaWindow(window).OldestSlotAt(now);
        return _buckets.TryGetValue((tenant, bucket), out var found)
            ? found.Slots.Where(s => s.Key >= oldest).Select(s => (s.Key, s.Value))
            : [];
    }

    // Expired buckets are removed now and then.
    private void Sweep(DateTimeOffset now)
    {
        if (++_calls % SweepEvery != 0)
            return;

        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.ExpiresAt <= now)
                _buckets.Remove(key);
        }
    }

    private sealed class Bucket
    {
        public SortedList<long, long> Slots { get; } = [];

        public DateTimeOffset ExpiresAt { get; set; }
    }
}
