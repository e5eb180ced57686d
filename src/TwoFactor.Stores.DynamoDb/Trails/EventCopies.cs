using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Copies events from their account's item to items of their own, in the background, and remembers which are copied.
/// These are removed from the account's item by its next write. Events of which this process does not know whether they
/// are copied are looked up several at a time. A copy never overwrites another event of the same number.
/// </summary>
internal sealed class EventCopies(DynamoDbDatabase database) : IAsyncDisposable, IDisposable
{
    /// <summary>How many events may lie in an item until they are looked after on the way of a write.</summary>
    public const int MostPending = 8;

    /// <summary>Or how many bytes of them.</summary>
    public const int MostPendingBytes = 16 * 1024;

    // If more are waiting, events stay in the account's item until its next write.
    private const int MostRunning = 4_096;
    private const int MostAtOnce = 16;
    private const int MostTrails = 20_000;

    private static readonly TimeSpan s_longestEnd = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<AccountKey, List<PendingEvent>> _trails = [];
    private readonly Queue<AccountKey> _order = new();
    private readonly HashSet<Task> _running = [];
    private readonly SemaphoreSlim _slots = new(MostAtOnce, MostAtOnce);

    /// <summary>Remembers what an account's item held when it was read.</summary>
    public void Saw(AccountKey trail, Dictionary<string, AttributeValue> item)
    {
        var pending = StoredEvent.Pending(trail, item);
        lock (_gate)
        {
            if (pending.Count == 0 && !_trails.ContainsKey(trail))
                return;

            // An event that is no longer in the item was copied by the process that removed it.
            var known = KnownOf(trail);
            var last = item.Number(StoredRecord.LastSequence) ?? 0;
            known.RemoveAll(k =>
                k.Stored.Event.Sequence <= last && !pending.Exists(p => p.Event.Sequence == k.Stored.Event.Sequence)
            );
            foreach (var stored in pending)
            {
                if (!known.Exists(k => k.Stored.Event.Sequence == stored.Event.Sequence))
                    known.Add(new PendingEvent(stored));
            }
        }
    }

    /// <summary>The events in an account's item that may leave it.</summary>
    public async ValueTask<IReadOnlyList<long>> FindCopiedAsync(AccountKey trail, CancellationToken cancellationToken)
    {
        var (known, isTooMuch) = Look(trail);
        if (isTooMuch)
            await SettleAsync(trail, known.FindAll(k => !k.IsCopied), cancellationToken).ConfigureAwait(false);

        return [.. known.Where(k => k.IsCopied).Select(k => k.Stored.Event.Sequence)];
    }

    /// <summary>Copies what was written, beside all else, and forgets what has left the item.</summary>
    public void Wrote(RecordWrite write, IReadOnlyList<long> left)
    {
        lock (_gate)
        {
            if (left.Count == 0 && write.Events.Count == 0)
                return;

            var known = KnownOf(write.Trail);
            known.RemoveAll(k => left.Contains(k.Stored.Event.Sequence));
            foreach (var stored in write.Events)
            {
                var pending = new PendingEvent(stored);
                known.Add(pending);
                if (_running.Count < MostRunning)
                    Start(write.Trail, pending, write.IsFirst && stored.Event.Sequence == write.FirstSequence);
            }
        }
    }

    /// <summary>Copies what a process that is gone has left in an account's item, as a reader found it.</summary>
    public void Repair(AccountKey trail, IEnumerable<StoredEvent> uncopied)
    {
        lock (_gate)
        {
            foreach (var stored in uncopied)
            {
                var known = KnownOf(trail);
                if (
                    known.Exists(k => k.Stored.Event.Sequence == stored.Event.Sequence)
                    || _running.Count >= MostRunning
                )
                    continue;

                var pending = new PendingEvent(stored);
                known.Add(pending);
                Start(trail, pending, stored.Event.Sequence == 1);
            }
        }
    }

    /// <summary>Forgets the beginning of a trail that was erased.</summary>
    public void Erased(AccountKey trail, long throughSequence)
    {
        lock (_gate)
        {
            if (_trails.TryGetValue(trail, out var known))
                known.RemoveAll(k => k.Stored.Event.Sequence <= throughSequence);
        }
    }

    /// <summary>Waits for the copies that this process has begun.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
            return Task.WhenAll(_running);
    }

    public void Dispose()
    {
        Task[] running;
        lock (_gate)
            running = [.. _running];

        // An event that is not copied by then stays in its account's item.
        Task.WaitAll(running, s_longestEnd);
        _slots.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await FlushAsync().WaitAsync(s_longestEnd, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // As above.
        }

        _slots.Dispose();
    }

    private (List<PendingEvent> Known, bool IsTooMuch) Look(AccountKey trail)
    {
        lock (_gate)
        {
            if (!_trails.TryGetValue(trail, out var known))
                return ([], false);

            var waiting = known.FindAll(k => !k.IsCopied);
            return (
                [.. known],
                waiting.Exists(k => k.IsRefused)
                    || waiting.Count >= MostPending
                    || waiting.Sum(k => k.Stored.Size) >= MostPendingBytes
            );
        }
    }

    // One query finds what others have copied; the rest is copied one by one.
    private async ValueTask SettleAsync(
        AccountKey trail,
        List<PendingEvent> waiting,
        CancellationToken cancellationToken
    )
    {
        var present = await database
            .QueryAsync(
                EventQuery.Range(
                    ItemKeys.Trail(trail),
                    waiting.Min(k => k.Stored.Event.Sequence),
                    waiting.Max(k => k.Stored.Event.Sequence)
                ),
                int.MaxValue,
                cancellationToken
            )
            .ConfigureAwait(false);
        var stored = present.Select(StoredEvent.ReadItem).ToDictionary(s => s.Event.Sequence);
        foreach (var one in waiting)
        {
            if (!stored.TryGetValue(one.Stored.Event.Sequence, out var copy))
                one.IsCopied = await PutAsync(trail, one.Stored, one.Stored.Event.Sequence == 1, cancellationToken)
                    .ConfigureAwait(false);
            else
                one.IsCopied = copy.Event.Hash.Span.SequenceEqual(one.Stored.Event.Hash.Span);

            if (!one.IsCopied)
                throw RecordWrite.Taken();
        }
    }

    private void Start(AccountKey trail, PendingEvent pending, bool isBeginning)
    {
        var task = CopyAsync(trail, pending, isBeginning);
        if (task.IsCompleted)
            return;

        _running.Add(task);
        _ = ForgetAsync(task);
    }

    private async Task ForgetAsync(Task task)
    {
        await task.ConfigureAwait(false);
        lock (_gate)
            _running.Remove(task);
    }

    private async Task CopyAsync(AccountKey trail, PendingEvent pending, bool isBeginning)
    {
        await Task.Yield();
        try
        {
            await _slots.WaitAsync().ConfigureAwait(false);
            try
            {
                pending.IsCopied = await PutAsync(trail, pending.Stored, isBeginning, CancellationToken.None)
                    .ConfigureAwait(false);
                pending.IsRefused = !pending.IsCopied;
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (Exception e) when (e is TwoFactorStoreException or ObjectDisposedException)
        {
            // The event stays in the account's item; a later write tries again.
        }
    }

    /// <returns>Whether the copy exists now; false if another event has its number.</returns>
    private async ValueTask<bool> PutAsync(
        AccountKey trail,
        StoredEvent stored,
        bool isBeginning,
        CancellationToken cancellationToken
    )
    {
        var request = new PutItemRequest
        {
            TableName = database.Table,
            Item = stored.ToItem(trail, isBeginning),
            ConditionExpression = $"attribute_not_exists({ItemKeys.Partition}) OR #hash = :hash",
            ExpressionAttributeNames = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["#hash"] = StoredEvent.HashName,
            },
            ExpressionAttributeValues = new Dictionary<string, AttributeValue>(StringComparer.Ordinal)
            {
                [":hash"] = ItemValues.Of(stored.Event.Hash),
            },
        };
        try
        {
            await database.AskAsync((c, t) => c.PutItemAsync(request, t), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TwoFactorStoreException e) when (e.InnerException is ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private List<PendingEvent> KnownOf(AccountKey trail)
    {
        if (_trails.TryGetValue(trail, out var known))
            return known;

        if (_order.Count >= MostTrails)
            _trails.Remove(_order.Dequeue());

        _order.Enqueue(trail);
        return _trails[trail] = [];
    }
}
