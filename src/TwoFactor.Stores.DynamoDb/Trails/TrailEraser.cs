using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Deletes the beginning of a trail from both places. It begins with the account's item, and notes there up to which
/// number, so that a copy that another process makes at the same time is ignored.
/// </summary>
internal sealed class TrailEraser(DynamoDbDatabase database)
{
    private const int MostAtOnce = 25;

    public async ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken)
    {
        await database.Copies.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var erased = await ErasePendingAsync(trail, throughSequence, cancellationToken).ConfigureAwait(false);
        database.Copies.Erased(trail, throughSequence);
        while (true)
        {
            var items = await database
                .QueryAsync(
                    EventQuery.Range(ItemKeys.Trail(trail), long.MinValue, throughSequence),
                    MostAtOnce,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (items.Count == 0)
                return erased.Count;

            await DeleteAsync(items, cancellationToken).ConfigureAwait(false);
            erased.UnionWith(items.Select(i => ItemKeys.SequenceOf(i.Text(ItemKeys.Sort) ?? "")));
        }
    }

    private async ValueTask<HashSet<long>> ErasePendingAsync(
        AccountKey trail,
        long throughSequence,
        CancellationToken cancellationToken
    )
    {
        var partition = ItemKeys.Trail(trail);
        var patience = database.NewPatience();
        while (true)
        {
            var item = await database.GetAsync(partition, ItemKeys.Record, cancellationToken).ConfigureAwait(false);
            if (item is null)
                return [];

            var pending = StoredEvent.Pending(trail, item).FindAll(p => p.Event.Sequence <= throughSequence);
            if (pending.Count == 0 && item.Number(StoredRecord.ErasedThrough) >= throughSequence)
                return [];

            var update = new UpdateBuilder();
            pending.ForEach(p => update.Remove(p.PendingName));
            update.Set(StoredRecord.ErasedThrough, ItemValues.Of(throughSequence));
            var request = update.ToRequest(
                database.Table,
                ItemKeys.Pair(partition, ItemKeys.Record),
                $"{update.Name(StoredRecord.WriteId)} = "
                    + $"{update.Value(ItemValues.Of(item.Bytes(StoredRecord.WriteId).AsMemory()))}"
            );
            try
            {
                await database
                    .AskAsync((c, t) => c.UpdateItemAsync(request, t), cancellationToken)
                    .ConfigureAwait(false);
                return [.. pending.Select(p => p.Event.Sequence)];
            }
            catch (TwoFactorStoreException e) when (e.InnerException is ConditionalCheckFailedException)
            {
                // Another process wrote meanwhile.
                if (!await patience.PauseAsync(cancellationToken).ConfigureAwait(false))
                    throw database.Busy();
            }
        }
    }

    private async ValueTask DeleteAsync(
        List<Dictionary<string, AttributeValue>> items,
        CancellationToken cancellationToken
    )
    {
        var patience = database.NewPatience();
        var asked = new Dictionary<string, List<WriteRequest>>(StringComparer.Ordinal)
        {
            [database.Table] =
            [
                .. items.Select(i => new WriteRequest(
                    new DeleteRequest(ItemKeys.Pair(i.Text(ItemKeys.Partition) ?? "", i.Text(ItemKeys.Sort) ?? ""))
                )),
            ],
        };
        while (asked is { Count: > 0 })
        {
            var request = new BatchWriteItemRequest { RequestItems = asked };
            var response = await database
                .AskAsync((c, t) => c.BatchWriteItemAsync(request, t), cancellationToken)
                .ConfigureAwait(false);
            asked = response.UnprocessedItems;
            if (asked is { Count: > 0 } && !await patience.PauseAsync(cancellationToken).ConfigureAwait(false))
                throw database.Busy();
        }
    }
}
