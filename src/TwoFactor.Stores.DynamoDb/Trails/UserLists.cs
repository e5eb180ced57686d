using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// The users and the trails of a tenant, in the order of their ids. The index has only keys, and changes only when a
/// user is new. The items themselves are read consistently.
/// </summary>
internal sealed class UserLists(DynamoDbDatabase database)
{
    public async ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    )
    {
        // A page on which all items were deleted is not the last one.
        while (true)
        {
            var users = await ReadIndexAsync(ItemKeys.Users(tenant), afterUserId, take, cancellationToken)
                .ConfigureAwait(false);
            var items = await ReadRecordsAsync(tenant, users, cancellationToken).ConfigureAwait(false);
            var rows = new List<AccountRow>(items.Count);
            foreach (var user in users)
            {
                var key = new AccountKey(tenant, user);
                if (items.TryGetValue(ItemKeys.Trail(key), out var item))
                    rows.Add(StoredRecord.ReadAccount(key, item));
            }

            if (rows.Count > 0 || users.Count < take)
                return rows;

            afterUserId = users[^1];
        }
    }

    public async ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    )
    {
        var trails = new List<string>();
        if (afterUserId is null)
        {
            var policy = await database
                .GetAsync(
                    ItemKeys.Trail(new AccountKey(tenant, AuditEvent.PolicyTrail)),
                    ItemKeys.Record,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (await HasEventsAsync(tenant, AuditEvent.PolicyTrail, policy, cancellationToken).ConfigureAwait(false))
                trails.Add(AuditEvent.PolicyTrail);
        }

        afterUserId = afterUserId is null or "" ? null : afterUserId;
        while (trails.Count < take)
        {
            var (users, isEnd) = await ReadCandidatesAsync(tenant, afterUserId, take, cancellationToken)
                .ConfigureAwait(false);
            var items = await ReadRecordsAsync(tenant, users, cancellationToken).ConfigureAwait(false);
            foreach (var user in users)
            {
                var item = items.GetValueOrDefault(ItemKeys.Trail(new AccountKey(tenant, user)));
                if (await HasEventsAsync(tenant, user, item, cancellationToken).ConfigureAwait(false))
                    trails.Add(user);
            }

            if (isEnd)
                break;

            afterUserId = users[^1];
        }

        return [.. trails.Take(take)];
    }

    // Users, and trails without a record: up to the point that both lists have reached.
    private async ValueTask<(List<string> Users, bool IsEnd)> ReadCandidatesAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    )
    {
        var users = await ReadIndexAsync(ItemKeys.Users(tenant), afterUserId, take, cancellationToken)
            .ConfigureAwait(false);
        var beginnings = await ReadIndexAsync(ItemKeys.Beginnings(tenant), afterUserId, take, cancellationToken)
            .ConfigureAwait(false);
        string?[] ends = [users.Count < take ? null : users[^1], beginnings.Count < take ? null : beginnings[^1]];
        var candidates = users
            .Union(beginnings, StringComparer.Ordinal)
            .Order(Comparer<string>.Create(ItemKeys.Compare))
            .ToList();
        candidates.RemoveAll(c => Array.Exists(ends, e => e is not null && ItemKeys.Compare(c, e) > 0));
        return (candidates, Array.TrueForAll(ends, e => e is null));
    }

    private async ValueTask<bool> HasEventsAsync(
        string tenant,
        string userId,
        Dictionary<string, AttributeValue>? item,
        CancellationToken cancellationToken
    )
    {
        if (item is not null && StoredRecord.HasEvents(item))
            return true;

        var query = EventQuery.Range(
            ItemKeys.Trail(new AccountKey(tenant, userId)),
            (item?.Number(StoredRecord.ErasedThrough) ?? 0) + 1,
            long.MaxValue
        );
        return (await database.QueryAsync(query, take: 1, cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    private async ValueTask<List<string>> ReadIndexAsync(
        string partition,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    )
    {
        var keys = await database
            .QueryAsync(
                EventQuery.OfIndex(
                    ItemKeys.ListIndex,
                    (ItemKeys.ListKey, partition),
                    (ItemKeys.ListUser, afterUserId is "" ? null : afterUserId),
                    isForward: true
                ),
                take,
                cancellationToken
            )
            .ConfigureAwait(false);
        return [.. keys.Select(k => k.Text(ItemKeys.ListUser) ?? "").Distinct(StringComparer.Ordinal)];
    }

    private async ValueTask<Dictionary<string, Dictionary<string, AttributeValue>>> ReadRecordsAsync(
        string tenant,
        List<string> users,
        CancellationToken cancellationToken
    )
    {
        var items = await database
            .GetManyAsync(
                users.Select(u => (ItemKeys.Trail(new AccountKey(tenant, u)), ItemKeys.Record)),
                cancellationToken
            )
            .ConfigureAwait(false);
        return items.ToDictionary(i => i.Text(ItemKeys.Partition) ?? "", StringComparer.Ordinal);
    }
}
