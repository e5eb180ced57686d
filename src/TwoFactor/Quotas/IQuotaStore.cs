namespace TwoFactor.Stores;

/// <summary>
/// Counts across users: how often something was taken from a bucket within a sliding window. Buckets are named by the
/// library and name no user and no address. A store may count in slots of a twelfth of the window, see
/// <see cref="QuotaWindow"/>: it then refuses up to one slot too long, and never too little.
/// </summary>
public interface IQuotaStore
{
    /// <summary>Takes every permit or none of them, in one atomic step.</summary>
    /// <param name="tenant">Keeps the buckets of several apps apart.</param>
    /// <param name="permits">The permits, each of another bucket. One that costs nothing is only looked at.</param>
    /// <param name="now">Now. Calls from several machines may come with slightly different times.</param>
    /// <param name="cancellationToken">Cancels the taking; then nothing was taken, or all was.</param>
    /// <returns>Granted, or the first permit that was refused and when all could be granted.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used: send nothing.</exception>
    ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Looks what was taken, without taking anything.</summary>
    /// <param name="tenant">Keeps the buckets of several apps apart.</param>
    /// <param name="counts">Which buckets, over which windows.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>What was taken, in the order asked for.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Deletes what no longer counts. Called once in a while; a store may do it by itself as well.</summary>
    /// <param name="tenant">The tenant whose buckets are looked at.</param>
    /// <param name="expiredBefore">
    /// What expired before this, see <see cref="QuotaWindow.ExpiryOf"/>, may go: long enough ago that no clock still
    /// counts it.
    /// </param>
    /// <param name="cancellationToken">Cancels the deleting.</param>
    /// <returns>How many rows were deleted.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    ValueTask<long> PurgeAsync(string tenant, DateTimeOffset expiredBefore, CancellationToken cancellationToken);
}
