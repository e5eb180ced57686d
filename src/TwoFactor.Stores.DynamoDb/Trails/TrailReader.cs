using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Reads trails from both places: the account's item and the items of events. It reads the account's item first. An
/// event leaves that item only when it has an item of its own, so no event is missed.
/// </summary>
internal sealed class TrailReader(DynamoDbDatabase database)
{
    // If the trail changes during every try, the last try is used.
    private const int MostTries = 20;

    /// <summary>The events of a range of numbers, from one end.</summary>
    /// <param name="trail">The trail.</param>
    /// <param name="first">The lowest number.</param>
    /// <param name="last">The highest number.</param>
    /// <param name="take">The most events.</param>
    /// <param name="isForward">Whether from the lowest on.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async ValueTask<IReadOnlyList<StoredEvent>> ReadAsync(
        AccountKey trail,
        long first,
        long last,
        int take,
        bool isForward,
        CancellationToken cancellationToken
    )
    {
        var partition = ItemKeys.Trail(trail);
        for (var i = 0; ; i++)
        {
            var account = await database.GetAsync(partition, ItemKeys.Record, cancellationToken).ConfigureAwait(false);
            var erased = account?.Number(StoredRecord.ErasedThrough) ?? 0;
            var stored = await ReadItemsAsync(trail, first, last, erased, take, isForward, cancellationToken)
                .ConfigureAwait(false);
            if (account is null)
                return stored;

            // There is an event later than those that the account's item had. More may be in that item now: read again.
            if (
                i < MostTries
                && stored.Exists(s => s.Event.Sequence > account.Number(StoredRecord.LastSequence))
                && await HasMovedOnAsync(partition, account, cancellationToken).ConfigureAwait(false)
            )
                continue;

            var pending = StoredEvent
                .Pending(trail, account)
                .FindAll(p => p.Event.Sequence >= first && p.Event.Sequence <= last);
            if (stored.Count < take)
                database.Copies.Repair(
                    trail,
                    pending.ExceptBy(stored.Select(s => s.Event.Sequence), p => p.Event.Sequence)
                );

            return Merge(pending, stored, take, isForward);
        }
    }

    private async ValueTask<bool> HasMovedOnAsync(
        string partition,
        Dictionary<string, AttributeValue> account,
        CancellationToken cancellationToken
    ) =>
        (await database.GetAsync(partition, ItemKeys.Record, cancellationToken).ConfigureAwait(false))?.Number(
            StoredRecord.Version
        ) != account.Number(StoredRecord.Version);

    // A copy that was made after its event was erased is left out. Numbers below 1 should not exist, and are shown.
    private async ValueTask<List<StoredEvent>> ReadItemsAsync(
        AccountKey trail,
        long first,
        long last,
        long erased,
        int take,
        bool isForward,
        CancellationToken cancellationToken
    )
    {
        (long First, long Last)[] ranges =
            first > erased || erased < 1 ? [(first, last)] : [(first, Math.Min(last, 0)), (erased + 1, last)];
        if (!isForward)
            Array.Reverse(ranges);

        var stored = new List<StoredEvent>();
        foreach (var range in ranges)
        {
            if (stored.Count >= take || range.First > range.Last)
                continue;

            var items = await database
                .QueryAsync(
                    EventQuery.Range(ItemKeys.Trail(trail), range.First, range.Last, isForward),
                    take - stored.Count,
                    cancellationToken
                )
                .ConfigureAwait(false);
            stored.AddRange(
                items.Select(e => StoredEvent.Read(trail.UserId, ItemKeys.SequenceOf(e.Text(ItemKeys.Sort) ?? ""), e))
            );
        }

        return stored;
    }

    // If both places have a number, the event's own item is shown. If somebody changed it, the hash chain tells.
    private static List<StoredEvent> Merge(
        List<StoredEvent> pending,
        List<StoredEvent> stored,
        int take,
        bool isForward
    )
    {
        var merged = stored.Concat(pending).DistinctBy(s => s.Event.Sequence);
        return
        [
            .. (
                isForward ? merged.OrderBy(s => s.Event.Sequence) : merged.OrderByDescending(s => s.Event.Sequence)
            ).Take(take),
        ];
    }
}
