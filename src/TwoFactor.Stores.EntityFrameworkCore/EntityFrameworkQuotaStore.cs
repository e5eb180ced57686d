using Microsoft.EntityFrameworkCore;

namespace TwoFactor;

/// <summary>
/// Quotas in the host's DbContext, one row per bucket. Taking permits first locks the rows of all buckets by writing to
/// them, always in the same order; then checks; then writes the new counts.
/// </summary>
internal sealed class EntityFrameworkQuotaStore<TContext>(EntityFrameworkDatabase<TContext> database) : IQuotaStore
    where TContext : DbContext
{
    public async ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var (decision, missing) = await TryAcquireOnceAsync(tenant, permits, now, cancellationToken)
                .ConfigureAwait(false);
            if (decision is not null)
                return decision;

            foreach (var bucket in missing)
                await MakeAsync(tenant, bucket, now, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<long>>(
            async (context, token) =>
            {
                var slots = await ReadAsync(context, tenant, [.. counts.Select(c => c.Bucket)], token)
                    .ConfigureAwait(false);
                return
                [
                    .. counts.Select(c =>
                    {
                        var window = new QuotaWindow(c.Window);
                        var (oldest, youngest) = (window.OldestSlotAt(now), window.YoungestSlotAt(now, c.MinAge));
                        return SlotsOf(slots, c.Bucket)
                            .Where(s => s.Slot >= oldest && s.Slot <= youngest)
                            .Sum(s => s.Count);
                    }),
                ];
            },
            cancellationToken
        );

    public ValueTask<long> PurgeAsync(
        string tenant,
        DateTimeOffset expiredBefore,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<long>(
            async (context, _, token) =>
            {
                var before = expiredBefore.UtcTicks;
                return (
                    await Quotas(context, tenant)
                        .Where(q => q.ExpiresAt < before)
                        .ExecuteDeleteAsync(token)
                        .ConfigureAwait(false),
                    true
                );
            },
            cancellationToken
        );

    private ValueTask<(QuotaDecision? Decision, List<string> Missing)> TryAcquireOnceAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync<(QuotaDecision?, List<string>)>(
            async (context, isInDoubt, token) =>
            {
                // It is unknown whether the permits were taken, and taking them again could count twice. So it fails,
                // and nothing is sent.
                if (isInDoubt)
                    throw new TwoFactorStoreException(
                        "The connection to the database broke while a limit was counted. Try again."
                    );

                var missing = new List<string>();
                foreach (
                    var bucket in permits.Where(p => p.Cost != 0).Select(p => p.Bucket).Order(StringComparer.Ordinal)
                )
                {
                    if (
                        await Quotas(context, tenant)
                            .Where(q => q.Bucket == bucket)
                            .ExecuteUpdateAsync(s => s.SetProperty(q => q.Version, q => q.Version + 1), token)
                            .ConfigureAwait(false) == 0
                    )
                        missing.Add(bucket);
                }

                if (missing.Count > 0)
                    return ((null, missing), false);

                var slots = await ReadAsync(context, tenant, [.. permits.Select(p => p.Bucket)], token)
                    .ConfigureAwait(false);
                if (QuotaRules.Decide(permits, now, p => Counted(slots, p, now)) is { } refusal)
                    return ((refusal, missing), false);

                foreach (var permit in permits.Where(p => p.Cost != 0))
                    await TakeAsync(context, tenant, permit, [.. Counted(slots, permit, now)], now, token)
                        .ConfigureAwait(false);

                return ((QuotaDecision.Granted, missing), true);
            },
            cancellationToken
        );

    private static async Task TakeAsync(
        TContext context,
        string tenant,
        QuotaPermit permit,
        List<(long Slot, long Count)> slots,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var window = new QuotaWindow(permit.Window);
        var slot = window.SlotAt(now);
        var at = slots.FindIndex(s => s.Slot == slot);
        if (at < 0)
            slots.Add((slot, permit.Cost));
        else
            slots[at] = (slot, slots[at].Count + permit.Cost);

        var text = QuotaEntity.Write(slots.OrderBy(s => s.Slot));
        var expiresAt = window.ExpiryOf(slots.Max(s => s.Slot)).UtcTicks;
        await Quotas(context, tenant)
            .Where(q => q.Bucket == permit.Bucket)
            .ExecuteUpdateAsync(
                s => s.SetProperty(q => q.Slots, text).SetProperty(q => q.ExpiresAt, expiresAt),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    // The first request creates the bucket for all. Then the operation starts again.
    private async Task MakeAsync(string tenant, string bucket, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await database
                .WriteAsync(
                    async (context, _, token) =>
                    {
                        context.Add(
                            new QuotaEntity
                            {
                                Tenant = tenant,
                                Bucket = bucket,
                                Version = 0,
                                Slots = "",
                                ExpiresAt = (now + TimeSpan.FromDays(1)).UtcTicks,
                            }
                        );
                        await context.SaveChangesAsync(token).ConfigureAwait(false);
                        return (true, true);
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (TwoFactorStoreException)
        {
            if (
                !await database
                    .ReadAsync(
                        (context, token) => Quotas(context, tenant).AnyAsync(q => q.Bucket == bucket, token),
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            )
                throw;
        }
    }

    private static async Task<Dictionary<string, List<(long Slot, long Count)>>> ReadAsync(
        TContext context,
        string tenant,
        string[] buckets,
        CancellationToken cancellationToken
    )
    {
        var rows = await Quotas(context, tenant)
            .Where(q => buckets.Contains(q.Bucket))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return rows.ToDictionary(r => r.Bucket, r => QuotaEntity.Read(r.Slots), StringComparer.Ordinal);
    }

    private static IQueryable<QuotaEntity> Quotas(TContext context, string tenant) =>
        context.Set<QuotaEntity>().AsNoTracking().IgnoreQueryFilters().Where(q => q.Tenant == tenant);

    private static List<(long Slot, long Count)> SlotsOf(
        Dictionary<string, List<(long Slot, long Count)>> slots,
        string bucket
    ) => slots.GetValueOrDefault(bucket, []);

    private static IEnumerable<(long Slot, long Count)> Counted(
        Dictionary<string, List<(long Slot, long Count)>> slots,
        QuotaPermit permit,
        DateTimeOffset now
    )
    {
        var oldest = new QuotaWindow(permit.Window).OldestSlotAt(now);
        return SlotsOf(slots, permit.Bucket).Where(s => s.Slot >= oldest);
    }
}
