using StackExchange.Redis;

namespace TwoFactor.Stores;

/// <summary>
/// Quotas in Redis. All buckets of a tenant lie in one hash slot of a cluster, so that one script may take from them.
/// If an answer is lost, permits may be taken for a message that is not sent, so too few are granted, never too many.
/// </summary>
internal sealed class RedisQuotaStore(RedisConnection connection, RedisQuotaOptions options) : IQuotaStore
{
    public async ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        RedisKey[] keys = [.. permits.Select(p => Key(tenant, p.Bucket))];
        RedisValue[] values = [.. permits.SelectMany(p => RedisQuotaScript.Arguments(p, now))];
        var answer = await connection
            .AskAsync(d => d.ScriptEvaluateAsync(RedisQuotaScript.Text, keys, values))
            .ConfigureAwait(false);
        if (answer.IsNull)
            return QuotaDecision.Granted;

        var buckets = (RedisResult[])answer!;
        var slots = permits
            .Zip(buckets, (permit, bucket) => (permit.Bucket, Slots: Slots((RedisValue[])bucket!)))
            .ToDictionary(b => b.Bucket, b => b.Slots, StringComparer.Ordinal);
        return QuotaRules.Decide(
                permits,
                now,
                p => slots[p.Bucket].Where(s => s.Slot >= new QuotaWindow(p.Window).OldestSlotAt(now))
            ) ?? throw new InvalidOperationException("The script refused what the rules grant.");
    }

    public async ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Sent together, so that they are one round trip.
        var buckets = await connection
            .AskAsync(d => Task.WhenAll(counts.Select(c => d.HashGetAllAsync(Key(tenant, c.Bucket)))))
            .ConfigureAwait(false);
        return
        [
            .. counts.Zip(
                buckets,
                (count, bucket) =>
                {
                    var window = new QuotaWindow(count.Window);
                    var (oldest, youngest) = (window.OldestSlotAt(now), window.YoungestSlotAt(now, count.MinAge));
                    return bucket
                        .Where(s => (long)s.Name >= oldest && (long)s.Name <= youngest)
                        .Sum(s => (long)s.Value);
                }
            ),
        ];
    }

    /// <summary>Does nothing: Redis deletes buckets that have expired.</summary>
    public ValueTask<long> PurgeAsync(
        string tenant,
        DateTimeOffset expiredBefore,
        CancellationToken cancellationToken
    ) => new(0);

    // What stands in braces decides on the slot of a cluster. Escaped, so that no tenant's name ends it too early, and
    // never empty: Redis would take the whole key instead.
    private RedisKey Key(string tenant, string bucket) =>
        $"{options.KeyPrefix}:{{t:{Uri.EscapeDataString(tenant)}}}:{bucket}";

    // A flat list, slot and count in turns.
    private static List<(long Slot, long Count)> Slots(RedisValue[] flat)
    {
        var slots = new List<(long Slot, long Count)>(flat.Length / 2);
        for (var i = 0; i < flat.Length; i += 2)
            slots.Add(((long)flat[i], (long)flat[i + 1]));

        slots.Sort();
        return slots;
    }
}
