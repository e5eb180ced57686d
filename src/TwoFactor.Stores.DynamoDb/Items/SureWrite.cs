using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Repeats a write until it is known whether it was done. If an answer is missing, the same write is sent again; it can
/// be done only once. If it is refused, the item tells whether an earlier try did it, by this class or by the SDK.
/// </summary>
internal sealed class SureWrite(DynamoDbDatabase database)
{
    /// <param name="write">What is written.</param>
    /// <param name="cancellationToken">Cancels it until it is sent for the first time, not after.</param>
    /// <returns>Whether the version was the expected one and the write is done.</returns>
    public async ValueTask<bool> RunAsync(RecordWrite write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (write.IsInconsistent)
            throw RecordWrite.Taken();

        if (
            write is { IsFirst: true, Events.Count: > 0 }
            && await IsTakenAsync(write, cancellationToken).ConfigureAwait(false) is { } isTaken
        )
            return isTaken ? throw RecordWrite.Taken() : false;

        var copied = await database.Copies.FindCopiedAsync(write.Trail, cancellationToken).ConfigureAwait(false);
        var request = write.ToRequest(database.Table, copied);
        if (!await SendAsync(write, request, cancellationToken).ConfigureAwait(false))
            return false;

        database.Copies.Wrote(write, copied);
        return true;
    }

    private async ValueTask<bool> SendAsync(
        RecordWrite write,
        UpdateItemRequest request,
        CancellationToken cancellationToken
    )
    {
        var patience = database.NewPatience();
        var isInDoubt = false;
        while (true)
        {
            // The write may have been done, so this continues even if the caller has cancelled.
            var token = isInDoubt ? CancellationToken.None : cancellationToken;
            token.ThrowIfCancellationRequested();
            var (_, problem) = await database
                .TryAsync((c, t) => c.UpdateItemAsync(request, t), CancellationToken.None)
                .ConfigureAwait(false);
            if (problem is null)
                return true;

            if (problem is ConditionalCheckFailedException refusal)
                return await WasDoneAsync(write, refusal, isInDoubt).ConfigureAwait(false);

            isInDoubt |= DynamoDbProblems.IsInDoubt(problem);
            var isPassing = isInDoubt || DynamoDbProblems.IsRefusedForNow(problem);
            if (
                !isPassing
                || !await patience
                    .PauseAsync(isInDoubt ? CancellationToken.None : cancellationToken)
                    .ConfigureAwait(false)
            )
                throw isInDoubt ? Unknown(problem) : database.Explained(problem);
        }
    }

    private async ValueTask<bool> WasDoneAsync(
        RecordWrite write,
        ConditionalCheckFailedException refusal,
        bool isInDoubt
    )
    {
        // AWS sends the item with the refusal; other engines may not.
        var partition = ItemKeys.Trail(write.Trail);
        var item = refusal.Item is { Count: > 0 } sent
            ? sent
            : await database.GetAsync(partition, ItemKeys.Record, CancellationToken.None).ConfigureAwait(false);
        if (write.WasDone(item) is { } isDone)
            return isDone;

        if (write.Events.Count > 0)
        {
            var stored = await database
                .GetAsync(partition, ItemKeys.Event(write.FirstSequence), CancellationToken.None)
                .ConfigureAwait(false);
            if (stored is not null)
                return write.IsMine(StoredEvent.ReadItem(stored));
        }

        // The write had no events, or they were erased since. So it is not known whether it was done.
        return isInDoubt ? throw Unknown(refusal) : false;
    }

    // If the record was deleted, its trail is still there and must not be overwritten.
    private async ValueTask<bool?> IsTakenAsync(RecordWrite write, CancellationToken cancellationToken)
    {
        var partition = ItemKeys.Trail(write.Trail);
        var later = await database
            .QueryAsync(EventQuery.Range(partition, write.FirstSequence, long.MaxValue), take: 1, cancellationToken)
            .ConfigureAwait(false);
        if (later.Count == 0)
            return null;

        return await database.GetAsync(partition, ItemKeys.Record, cancellationToken).ConfigureAwait(false) is null;
    }

    private TwoFactorStoreException Unknown(Exception cause) =>
        new(
            $"The answer of the {database.PlaceName} to a write was lost: whether the record was written is not known. "
                + "Check the network, and try again.",
            cause
        );
}
