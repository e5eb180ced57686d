using System.Collections.Concurrent;

namespace TwoFactor.Testing;

/// <summary>
/// Wraps a store and injects faults: calls fail before or after they are done, are delayed, are done twice, or return
/// stale data. All of this can happen with a real network and database. It never makes the inner store break a promise
/// of its interface.
/// </summary>
/// <typeparam name="TStore">The type of the inner store.</typeparam>
/// <param name="inner">The inner store.</param>
/// <param name="before">
/// Called before each call. It returns the fault to inject, and may wait, to delay the call.
/// </param>
/// <param name="after">
/// Called after a call is done, before its result is returned. It may wait, to delay the result. Null does nothing.
/// </param>
public sealed class FaultInjectingStore<TStore>(
    TStore inner,
    Func<StoreCall, ValueTask<StoreFault>> before,
    Func<StoreCall, ValueTask>? after = null
) : IAccountStore, IPolicyStore, IAuditStore
    where TStore : IAccountStore, IPolicyStore, IAuditStore
{
    private readonly ConcurrentDictionary<AccountKey, AccountRow?> _earlier = new();
    private long _calls;

    /// <inheritdoc/>
    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        CallAsync(
            nameof(FindAsync),
            key.UserId,
            () => inner.FindAsync(key, cancellationToken),
            found => _earlier.TryGetValue(key, out var earlier) ? earlier : found
        );

    /// <inheritdoc/>
    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(row);
        return CallAsync(
            nameof(TryWriteAsync),
            row.Key.UserId,
            async () =>
            {
                var found = await inner.FindAsync(row.Key, cancellationToken).ConfigureAwait(false);
                if (!await inner.TryWriteAsync(row, expectedVersion, events, cancellationToken).ConfigureAwait(false))
                    return false;

                _earlier[row.Key] = found;
                return true;
            }
        );
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => CallAsync(nameof(ListAsync), null, () => inner.ListAsync(tenant, afterUserId, take, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        CallAsync(
            nameof(ReadPolicyAsync),
            AuditEvent.PolicyTrail,
            () => inner.ReadPolicyAsync(tenant, cancellationToken)
        );

    /// <inheritdoc/>
    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            nameof(TryWritePolicyAsync),
            AuditEvent.PolicyTrail,
            () => inner.TryWritePolicyAsync(row, expectedVersion, events, cancellationToken)
        );

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            nameof(ReadAsync),
            trail.UserId,
            () => inner.ReadAsync(trail, afterSequence, take, cancellationToken)
        );

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            nameof(ReadNewestAsync),
            userId,
            () => inner.ReadNewestAsync(tenant, userId, before, take, cancellationToken)
        );

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        CallAsync(
            nameof(ListTrailsAsync),
            null,
            () => inner.ListTrailsAsync(tenant, afterUserId, take, cancellationToken)
        );

    /// <inheritdoc/>
    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        CallAsync(nameof(EraseAsync), trail.UserId, () => inner.EraseAsync(trail, throughSequence, cancellationToken));

    private async ValueTask<T> CallAsync<T>(
        string operation,
        string? userId,
        Func<ValueTask<T>> call,
        Func<T, T>? stale = null
    )
    {
        var storeCall = new StoreCall(Interlocked.Increment(ref _calls), operation, userId);
        var fault = await before(storeCall).ConfigureAwait(false);
        if (fault == StoreFault.FailBefore)
            throw new TwoFactorStoreException(
                "The store cannot be reached. Nothing was done; this fault was injected."
            );

        var answer = await call().ConfigureAwait(false);
        if (fault == StoreFault.Duplicate)
            await call().ConfigureAwait(false);

        if (after is not null)
            await after(storeCall).ConfigureAwait(false);

        if (fault == StoreFault.FailAfter)
            throw new TwoFactorStoreException(
                "The connection to the store broke. What was done is not known; this fault was injected."
            );

        return fault == StoreFault.StaleRead && stale is not null ? stale(answer) : answer;
    }
}
