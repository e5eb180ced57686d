using Amazon.DynamoDBv2.Model;
using TwoFactor.Shared;
using static TwoFactor.Tests.FaultyWire;

namespace TwoFactor.Tests;

/// <summary>
/// Events lie in their account's item until they have items of their own: none is lost, none shows twice.
/// </summary>
[Trait("Req", "R90")]
public sealed class EventCopyTests(Dynalite dynalite) : IAsyncLifetime
{
    private readonly FaultyWire _wire = new();
    private bool _isCopyingBroken;
    private string _table = "";
    private DynamoDbDatabase? _database;
    private DynamoDbAccountStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        if (!DynaliteServer.IsExpected)
            return;

        _table = await dynalite.NewTableAsync();
        _wire.Decide = (operation, _) =>
            operation == "PutItem" && _isCopyingBroken ? Fault.LostBeforeItArrives : Fault.None;
        _database = await OpenAsync();
        _store = new DynamoDbAccountStore(_database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();

        _wire.Dispose();
    }

    [DynaliteFact]
    public async Task What_a_process_left_uncopied_is_read_and_copied_by_another()
    {
        _isCopyingBroken = true;
        await WriteAsync(_store, 1, 3);
        await _database!.Copies.FlushAsync();
        Assert.Equal([1, 2, 3], await PendingAsync());
        _isCopyingBroken = false;

        await using var other = await OpenAsync();
        var store = new DynamoDbAccountStore(other);
        Assert.Equal([1, 2, 3], await TrailAsync(store));
        await other.Copies.FlushAsync();
        Assert.Equal([1, 2, 3], await ItemsAsync());
        await WriteAsync(store, 4, 1);
        Assert.Equal([4], await PendingAsync());
        Assert.Equal([1, 2, 3, 4], await TrailAsync(store));
    }

    [DynaliteFact]
    public async Task What_many_processes_copied_leaves_the_item_when_a_few_have_come_together()
    {
        for (var version = 1; version <= EventCopies.MostPending + 1; version++)
        {
            await using var process = await OpenAsync();
            var store = new DynamoDbAccountStore(process);
            await store.FindAsync(Rows.Alice, default);
            await WriteAsync(store, version, 1);
        }

        Assert.Equal([EventCopies.MostPending + 1], await PendingAsync());
    }

    [DynaliteFact]
    public async Task Events_that_are_copied_leave_the_item_with_the_next_write()
    {
        for (var version = 1; version <= 4; version++)
        {
            await WriteAsync(_store, version, 1);
            await _database!.Copies.FlushAsync();
            Assert.Equal([version], await PendingAsync());
        }

        Assert.Equal([1, 2, 3, 4], await ItemsAsync());
        Assert.Equal([1, 2, 3, 4], await TrailAsync(_store));
    }

    [DynaliteFact]
    public async Task An_item_does_not_grow_while_copying_is_broken()
    {
        _isCopyingBroken = true;
        await WriteAsync(_store, 1, EventCopies.MostPending);
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => WriteAsync(_store, EventCopies.MostPending + 1, 1));
        Assert.Equal(EventCopies.MostPending, (await PendingAsync()).Count);
        _isCopyingBroken = false;
        await WriteAsync(_store, EventCopies.MostPending + 1, 1);
        Assert.Equal([EventCopies.MostPending + 1], await PendingAsync());
    }

    [DynaliteFact]
    public async Task Large_events_leave_the_item_before_there_are_many()
    {
        _isCopyingBroken = true;
        var row = Rows.Row(Rows.Alice, 1);
        var large = Rows.Event(1, new string('d', EventCopies.MostPendingBytes));
        Assert.True(await _store.TryWriteAsync(row, 0, [large], default));
        await _database!.Copies.FlushAsync();
        _isCopyingBroken = false;
        await WriteAsync(_store, 2, 1);
        Assert.Equal([2], await PendingAsync());
    }

    [DynaliteFact]
    public async Task Somebody_elses_event_is_not_written_over_and_stops_the_trail()
    {
        await WriteAsync(_store, 1, 1);
        var planted = new StoredEvent(Rows.Event(2, "planted") with { Hash = new byte[] { 9 } }, [1]);
        await _database!.AskAsync(
            (c, t) => c.PutItemAsync(_table, planted.ToItem(Rows.Alice, isBeginning: false), t),
            default
        );
        await WriteAsync(_store, 2, 1);
        await _database.Copies.FlushAsync();
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() => WriteAsync(_store, 3, 1));
        Assert.Contains("verify the trail", e.Message, StringComparison.Ordinal);
        Assert.Equal("planted", (await _store.ReadAsync(Rows.Alice, 1, 1, default))[0].Detail);
    }

    [DynaliteFact]
    public async Task An_event_beyond_the_records_own_is_shown_to_who_verifies()
    {
        await WriteAsync(_store, 1, 1);
        foreach (var sequence in new long[] { -7, 9 })
        {
            var planted = new StoredEvent(Rows.Event(1) with { Sequence = sequence }, [1]);
            await _database!.AskAsync(
                (c, t) => c.PutItemAsync(_table, planted.ToItem(Rows.Alice, isBeginning: false), t),
                default
            );
        }

        Assert.Equal([-7, 1, 9], await TrailAsync(_store));
    }

    [DynaliteFact]
    public async Task The_trail_of_a_record_that_is_gone_is_listed_and_not_written_over()
    {
        await WriteAsync(_store, 1, 2);
        await _database!.Copies.FlushAsync();
        await _database.AskAsync(
            (c, t) => c.DeleteItemAsync(_table, ItemKeys.Pair(ItemKeys.Trail(Rows.Alice), ItemKeys.Record), t),
            default
        );
        Assert.Equal(["alice"], await _store.ListTrailsAsync("t", null, 10, default));
        Assert.Equal([1, 2], await TrailAsync(_store));
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => WriteAsync(_store, 1, 1));
        Assert.Null(await _store.FindAsync(Rows.Alice, default));

        // The remedy is a reset, whose event is the next one.
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(3)], default));
        Assert.Equal([1, 2, 3], await TrailAsync(_store));
    }

    [DynaliteFact]
    public async Task A_record_that_was_set_back_does_not_write_over_its_trail()
    {
        await WriteAsync(_store, 1, 1);
        var old = await _database!.GetAsync(ItemKeys.Trail(Rows.Alice), ItemKeys.Record, default);
        await WriteAsync(_store, 2, 2);
        await _database.Copies.FlushAsync();
        await _database.AskAsync((c, t) => c.PutItemAsync(_table, old, t), default);
        await using var other = await OpenAsync();
        var store = new DynamoDbAccountStore(other);
        Assert.True(
            await store.TryWriteAsync(
                Rows.Row(Rows.Alice, 2),
                1,
                [Rows.Event(2, "again") with { Hash = new byte[] { 9 } }],
                default
            )
        );
        await other.Copies.FlushAsync();
        Assert.Null((await store.ReadAsync(Rows.Alice, 1, 1, default))[0].Detail);
    }

    [DynaliteFact]
    public async Task A_copy_that_comes_after_its_event_was_erased_does_not_show()
    {
        await WriteAsync(_store, 1, 3);
        Assert.Equal(2, await _store.EraseAsync(Rows.Alice, 2, default));
        var late = new StoredEvent(Rows.Event(2), [1]);
        await _database!.AskAsync(
            (c, t) => c.PutItemAsync(_table, late.ToItem(Rows.Alice, isBeginning: false), t),
            default
        );
        Assert.Equal([3], await TrailAsync(_store));
        Assert.Equal([3], (await _store.ReadNewestAsync("t", "alice", null, 10, default)).Select(e => e.Sequence));
        await _store.EraseAsync(Rows.Alice, 2, default);
        Assert.Equal([3], await ItemsAsync());
    }

    private Task<DynamoDbDatabase> OpenAsync() =>
        dynalite.OpenAsync(_table, c => c.HttpClientFactory = _wire.Factory, TimeSpan.FromMilliseconds(20));

    private static async Task WriteAsync(DynamoDbAccountStore store, long version, int count)
    {
        for (var i = 0; i < count; i++, version++)
            Assert.True(
                await store.TryWriteAsync(Rows.Row(Rows.Alice, version), version - 1, [Rows.Event(version)], default)
            );
    }

    private static async Task<IEnumerable<long>> TrailAsync(DynamoDbAccountStore store) =>
        (await store.ReadAsync(Rows.Alice, long.MinValue, 100, default)).Select(e => e.Sequence);

    private async Task<List<long>> PendingAsync()
    {
        var item = await _database!.GetAsync(ItemKeys.Trail(Rows.Alice), ItemKeys.Record, default);
        return StoredEvent.Pending(Rows.Alice, item!).ConvertAll(p => p.Event.Sequence);
    }

    private async Task<List<long>> ItemsAsync()
    {
        var query = EventQuery.Range(ItemKeys.Trail(Rows.Alice), long.MinValue, long.MaxValue);
        return (await _database!.QueryAsync(query, 100, default)).ConvertAll(i =>
            StoredEvent.ReadItem(i).Event.Sequence
        );
    }
}
