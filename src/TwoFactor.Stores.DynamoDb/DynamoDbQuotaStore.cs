using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Quotas in the same table, one item for each bucket. Permits are taken from one bucket after the other, always in the
/// same order, and given back if a later bucket refuses. If the process dies in between, its permits stay taken, so too
/// few are granted, never too many. Items expire by the table's TTL.
/// </summary>
internal sealed class DynamoDbQuotaStore(DynamoDbDatabase database) : IQuotaStore
{
    public async ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var patience = database.NewPatience();
        while (true)
        {
            var buckets = await ReadAsync(tenant, permits.Select(p => p.Bucket), cancellationToken)
                .ConfigureAwait(false);
            if (Decide(permits, now, buckets) is { } refusal)
                return refusal;

            if (await TryTakeAllAsync(tenant, permits, now, buckets).ConfigureAwait(false))
                return QuotaDecision.Granted;

            // Another process was faster: read again.
            if (!await patience.PauseAsync(cancellationToken).ConfigureAwait(false))
                throw database.Busy();
        }
    }

    public async ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var buckets = await ReadAsync(tenant, counts.Select(c => c.Bucket), cancellationToken).ConfigureAwait(false);
        return
        [
            .. counts.Select(c =>
            {
                var window = new QuotaWindow(c.Window);
                var youngest = window.YoungestSlotAt(now, c.MinAge);
                return buckets[c.Bucket]
                    .SlotsSince(window.OldestSlotAt(now))
                    .Where(s => s.Slot <= youngest)
                    .Sum(s => s.Count);
            }),
        ];
    }

    /// <summary>Does nothing: the table's TTL deletes what has expired.</summary>
    public ValueTask<long> PurgeAsync(
        string tenant,
        DateTimeOffset expiredBefore,
        CancellationToken cancellationToken
    ) => new(0);

    private static QuotaDecision? Decide(
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        Dictionary<string, QuotaBucket> buckets
    ) =>
        QuotaRules.Decide(permits, now, p => buckets[p.Bucket].SlotsSince(new QuotaWindow(p.Window).OldestSlotAt(now)));

    private async ValueTask<bool> TryTakeAllAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        Dictionary<string, QuotaBucket> buckets
    )
    {
        var taken = new List<QuotaPermit>();
        try
        {
            foreach (var permit in permits.Where(p => p.Cost > 0).OrderBy(p => p.Bucket, StringComparer.Ordinal))
            {
                if (!await TryTakeAsync(tenant, permit, now, buckets[permit.Bucket]).ConfigureAwait(false))
                {
                    await GiveBackAsync(tenant, taken, now).ConfigureAwait(false);
                    return false;
                }

                taken.Add(permit);
            }
        }
        catch (TwoFactorStoreException)
        {
            await GiveBackAsync(tenant, taken, now).ConfigureAwait(false);
            throw;
        }

        await GiveBackAsync(tenant, permits.Where(p => p.Cost < 0), now).ConfigureAwait(false);
        return true;
    }

    // A lost answer may have been a "yes". The permit is then taken twice, and the limit is reached too early.
    private async ValueTask<bool> TryTakeAsync(
        string tenant,
        QuotaPermit permit,
        DateTimeOffset now,
        QuotaBucket bucket
    )
    {
        var request = bucket.Take(database.Table, Key(tenant, permit.Bucket), permit, now);
        try
        {
            await database
                .AskAsync((c, t) => c.UpdateItemAsync(request, t), CancellationToken.None)
                .ConfigureAwait(false);
            return true;
        }
        catch (TwoFactorStoreException e) when (e.InnerException is ConditionalCheckFailedException)
        {
            return false;
        }
    }

    // If it is not certain that a permit can be given back, it stays taken.
    private async ValueTask GiveBackAsync(string tenant, IEnumerable<QuotaPermit> permits, DateTimeOffset now)
    {
        foreach (var permit in permits)
        {
            var patience = database.NewPatience();
            while (!await TryGiveBackAsync(tenant, permit, now).ConfigureAwait(false))
            {
                if (!await patience.PauseAsync(CancellationToken.None).ConfigureAwait(false))
                    break;
            }
        }
    }

    private async ValueTask<bool> TryGiveBackAsync(string tenant, QuotaPermit permit, DateTimeOffset now)
    {
        var key = Key(tenant, permit.Bucket);
        var (answer, problem) = await database
            .TryAsync(
                (c, t) =>
                    c.GetItemAsync(
                        new GetItemRequest
                        {
                            TableName = database.Table,
                            Key = key,
                            ConsistentRead = true,
                        },
                        t
                    ),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        if (problem is not null)
            return false;

        if (
            new QuotaBucket(answer!.Item is { Count: > 0 } item ? item : null).GiveBack(
                database.Table,
                key,
                permit,
                now
            )
            is not { } request
        )
            return true;

        (_, problem) = await database
            .TryAsync((c, t) => c.UpdateItemAsync(request, t), CancellationToken.None)
            .ConfigureAwait(false);
        return problem is null
            || !(problem is ConditionalCheckFailedException || DynamoDbProblems.IsRefusedForNow(problem));
    }

    private async ValueTask<Dictionary<string, QuotaBucket>> ReadAsync(
        string tenant,
        IEnumerable<string> buckets,
        CancellationToken cancellationToken
    )
    {
        var names = buckets.Distinct(StringComparer.Ordinal).ToList();
        var items = await database
            .GetManyAsync(names.Select(b => (ItemKeys.Quota(tenant, b), ItemKeys.Bucket)), cancellationToken)
            .ConfigureAwait(false);
        var found = items.ToDictionary(i => i.Text(ItemKeys.Partition) ?? "", StringComparer.Ordinal);
        return names.ToDictionary(
            b => b,
            b => new QuotaBucket(found.GetValueOrDefault(ItemKeys.Quota(tenant, b))),
            StringComparer.Ordinal
        );
    }

    private static Dictionary<string, AttributeValue> Key(string tenant, string bucket) =>
        ItemKeys.Pair(ItemKeys.Quota(tenant, bucket), ItemKeys.Bucket);
}
