using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Accounts, policy and audit trail in one table. An account is one item that also holds its newest events. So one
/// conditional write does what other stores need a transaction for. See docs/decisions/0075.
/// </summary>
internal sealed class DynamoDbAccountStore(DynamoDbDatabase database) : IAccountStore, IPolicyStore, IAuditStore
{
    private readonly SureWrite _write = new(database);
    private readonly TrailReader _trails = new(database);
    private readonly UserLists _lists = new(database);
    private readonly TrailEraser _eraser = new(database);

    public async ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken)
    {
        var item = await database
            .GetAsync(ItemKeys.Trail(key), ItemKeys.Record, cancellationToken)
            .ConfigureAwait(false);
        if (item is null)
            return null;

        database.Copies.Saw(key, item);
        return StoredRecord.ReadAccount(key, item);
    }

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        _write.RunAsync(
            new RecordWrite(row.Key, StoredRecord.Columns(row), expectedVersion, events),
            cancellationToken
        );

    /// <summary>New users are listed a moment after their first write; the rows are as they are now.</summary>
    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => _lists.ListAsync(tenant, afterUserId, take, cancellationToken);

    public async ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken)
    {
        var trail = new AccountKey(tenant, AuditEvent.PolicyTrail);
        var item = await database
            .GetAsync(ItemKeys.Trail(trail), ItemKeys.Record, cancellationToken)
            .ConfigureAwait(false);
        if (item is null)
            return null;

        database.Copies.Saw(trail, item);
        return StoredRecord.ReadPolicy(tenant, item);
    }

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        _write.RunAsync(
            new RecordWrite(
                new AccountKey(row.Tenant, AuditEvent.PolicyTrail),
                StoredRecord.Columns(row),
                expectedVersion,
                events
            ),
            cancellationToken
        );

    public async ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) =>
        afterSequence == long.MaxValue
            ? []
            : Events(
                await _trails
                    .ReadAsync(
                        trail,
                        afterSequence == long.MinValue ? afterSequence : afterSequence + 1,
                        long.MaxValue,
                        take,
                        isForward: true,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            );

    /// <summary>
    /// Events of one trail are read consistently, by number. Events of all trails appear with a short delay: when they
    /// have been copied and are in the index.
    /// </summary>
    public async ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    )
    {
        if (userId is not null)
            return Events(
                await _trails
                    .ReadAsync(
                        new AccountKey(tenant, userId),
                        long.MinValue,
                        before is { } last ? last.Sequence - 1 : long.MaxValue,
                        take,
                        isForward: false,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            );

        await database.Copies.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var from = before is { } position ? ItemKeys.Position(position) : null;
        var parts = await Task.WhenAll(
                Enumerable
                    .Range(0, ItemKeys.NewestParts)
                    .Select(p => ReadPartAsync(tenant, p, from, take, cancellationToken))
            )
            .ConfigureAwait(false);
        return
        [
            .. parts
                .SelectMany(p => p)
                .OrderByDescending(i => i.Text(ItemKeys.NewestAt) ?? "", Comparer<string>.Create(ItemKeys.Compare))
                .Take(take)
                .Select(i => StoredEvent.ReadItem(i).Event),
        ];
    }

    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) => _lists.ListTrailsAsync(tenant, afterUserId, take, cancellationToken);

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        _eraser.EraseAsync(trail, throughSequence, cancellationToken);

    private async Task<List<Dictionary<string, AttributeValue>>> ReadPartAsync(
        string tenant,
        int part,
        string? from,
        int take,
        CancellationToken cancellationToken
    ) =>
        await database
            .QueryAsync(
                EventQuery.OfIndex(
                    ItemKeys.NewestIndex,
                    (ItemKeys.NewestKey, ItemKeys.Newest(tenant, part)),
                    (ItemKeys.NewestAt, from),
                    isForward: false
                ),
                take,
                cancellationToken
            )
            .ConfigureAwait(false);

    private static List<AuditEvent> Events(IReadOnlyList<StoredEvent> stored) => [.. stored.Select(s => s.Event)];
}
