namespace TwoFactor.Stores;

/// <summary>
/// Stores counters for limits across users: how much was taken from a bucket within a sliding window. The library names
/// the buckets; names contain no user and no address. A store may count in slots of a twelfth of the window, see
/// <see cref="QuotaWindow"/>. It may then refuse up to one slot too long, but never too briefly.
/// </summary>
public interface IQuotaStore
{
    /// <summary>Takes all permits or none, in one atomic step.</summary>
    /// <param name="tenant">Separates the buckets of several apps.</param>
    /// <param name="permits">The permits, each of a different bucket. A permit with cost 0 is only checked.</param>
    /// <param name="now">The current time. Calls from several machines may differ slightly.</param>
    /// <param name="cancellationToken">Cancels the call. Either all permits were taken then, or none.</param>
    /// <returns>Granted; or the first refused permit, and the time until all can be granted.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used. Send nothing.</exception>
    ValueTask<QuotaDecision> TryAcquireAsync(
        string tenant,
        IReadOnlyList<QuotaPermit> permits,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Reads counts without changing them.</summary>
    /// <param name="tenant">Separates the buckets of several apps.</param>
    /// <param name="counts">The buckets and their windows.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The counts, in the order of <paramref name="counts"/>.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    ValueTask<IReadOnlyList<long>> CountAsync(
        string tenant,
        IReadOnlyList<QuotaCount> counts,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Deletes slots that no longer count. It is called now and then; a store may also do it by itself.
    /// </summary>
    /// <param name="tenant">The tenant whose buckets are purged.</param>
    /// <param name="expiredBefore">
    /// Slots that expired before this time may be deleted, see <see cref="QuotaWindow.ExpiryOf"/>. The time is far
    /// enough in the past that no machine's clock still counts them.
    /// </param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    /// <returns>How many rows were deleted.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be used.</exception>
    ValueTask<long> PurgeAsync(string tenant, DateTimeOffset expiredBefore, CancellationToken cancellationToken);
}
