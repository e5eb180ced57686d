namespace TwoFactor.Simulation;

/// <summary>The limits, on the same bad network.</summary>
internal sealed class SimQuotas(SimWorld world, IQuotaStore inner, Node node, Bugs.PlantedBug? bug) : IQuotaStore
{
    public async ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await world.TurnAsync(node);
        if (world.Chance(2))
            throw new TwoFactorStoreException("The limits cannot be reached.");

        var decision =
            bug?.ForgetsQuotas is { } forgotten && permits[0].Bucket.StartsWith(forgotten, StringComparison.Ordinal)
                ? QuotaDecision.Granted
                : await inner.TryAcquireAsync(tenant, permits, now, cancellationToken);
        await world.TurnAsync(node);
        return world.Chance(2) ? throw new TwoFactorStoreException("The connection to the limits broke.") : decision;
    }

    public async ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await world.TurnAsync(node);
        return await inner.CountAsync(tenant, counts, now, cancellationToken);
    }

    public ValueTask<long> PurgeAsync(
        string tenant,
        DateTimeOffset expiredBefore,
        CancellationToken cancellationToken
    ) => inner.PurgeAsync(tenant, expiredBefore, cancellationToken);
}
