using Amazon.DynamoDBv2;
using TwoFactor.Shared;
using static TwoFactor.Tests.FaultyWire;

namespace TwoFactor.Tests;

/// <summary>An answer that is lost around a write: what was done is found out, never guessed.</summary>
[Trait("Req", "R90")]
public sealed class LostAnswerTests(Dynalite dynalite) : IAsyncLifetime
{
    private readonly FaultyWire _wire = new();
    private readonly Queue<Fault> _faults = new();
    private string _table = "";
    private DynamoDbDatabase? _straight;
    private DynamoDbDatabase? _broken;
    private DynamoDbAccountStore _direct = null!;
    private DynamoDbAccountStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        if (!DynaliteServer.IsExpected)
            return;

        _table = await dynalite.NewTableAsync();
        _wire.Decide = (operation, _) =>
            operation == "UpdateItem" && _faults.TryDequeue(out var next) ? next : Fault.None;
        _straight = await dynalite.OpenAsync(_table);
        _broken = await dynalite.OpenAsync(_table, c => c.HttpClientFactory = _wire.Factory);
        _direct = new DynamoDbAccountStore(_straight);
        _store = new DynamoDbAccountStore(_broken);
        Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default));
    }

    public async ValueTask DisposeAsync()
    {
        if (_broken is not null)
            await _broken.DisposeAsync();

        if (_straight is not null)
            await _straight.DisposeAsync();

        _wire.Dispose();
    }

    [DynaliteFact]
    public async Task A_write_whose_answer_was_lost_is_known_to_be_done_and_done_once()
    {
        _faults.Enqueue(Fault.LostOnTheWayBack);
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        _faults.Enqueue(Fault.ErrorAfterItWasDone);
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(3)], default));
        await HoldsAsync(3, [1, 2, 3]);
    }

    [DynaliteFact]
    public async Task A_first_write_whose_answer_was_lost_is_known_to_be_done()
    {
        var bob = Rows.Alice with { UserId = "bob" };
        _faults.Enqueue(Fault.LostOnTheWayBack);
        Assert.True(await _store.TryWriteAsync(Rows.Row(bob, 1), 0, [Rows.Event(1)], default));
        Assert.Equal(1, (await _direct.FindAsync(bob, default))!.Version);
        Assert.Single(await _direct.ReadAsync(bob, 0, 10, default));
    }

    [DynaliteFact]
    public async Task A_write_that_never_arrived_is_sent_again()
    {
        foreach (
            var fault in new[]
            {
                Fault.LostBeforeItArrives,
                Fault.ErrorBeforeItIsDone,
                Fault.Throttled,
                Fault.LostOnTheWayBack,
            }
        )
            _faults.Enqueue(fault);

        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await HoldsAsync(2, [1, 2]);
    }

    [DynaliteFact]
    public async Task A_write_that_was_done_is_known_even_when_others_have_written_since()
    {
        _faults.Enqueue(Fault.LostOnTheWayBack);
        _wire.Meanwhile = () => OthersWriteAsync(3, 4);
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await HoldsAsync(4, [1, 2, 3, 4]);
    }

    [DynaliteFact]
    public async Task A_write_that_was_done_is_known_by_its_event_when_that_has_left_the_item()
    {
        _faults.Enqueue(Fault.LostOnTheWayBack);
        _wire.Meanwhile = async () =>
        {
            await OthersWriteAsync([.. Enumerable.Range(3, EventCopies.MostPending + 2)]);
            var item = await _straight!.GetAsync(ItemKeys.Trail(Rows.Alice), ItemKeys.Record, default);
            Assert.DoesNotContain(StoredEvent.Pending(Rows.Alice, item!), p => p.Event.Sequence == 2);
        };
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
    }

    [DynaliteFact]
    public async Task A_write_that_never_arrived_has_lost_if_another_came_first_though_its_event_looks_the_same()
    {
        _faults.Enqueue(Fault.LostBeforeItArrives);
        await OthersWriteAsync(2);
        Assert.False(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await OthersWriteAsync(3);
        _faults.Enqueue(Fault.LostBeforeItArrives);
        Assert.False(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await HoldsAsync(3, [1, 2, 3]);
    }

    [DynaliteFact]
    public async Task A_write_without_events_that_others_have_overwritten_is_told_as_unknown()
    {
        _faults.Enqueue(Fault.LostOnTheWayBack);
        _wire.Meanwhile = async () =>
            Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(2)], default));
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [], default)
        );
        Assert.Contains("is not known", e.Message, StringComparison.Ordinal);
    }

    [DynaliteFact]
    public async Task The_second_try_of_the_hosts_own_client_is_not_taken_for_a_refusal()
    {
        await using var database = await dynalite.OpenAsync(
            _table,
            c => (c.HttpClientFactory, c.MaxErrorRetry) = (_wire.Factory, 3)
        );
        _faults.Enqueue(Fault.ErrorAfterItWasDone);
        Assert.True(
            await new DynamoDbAccountStore(database).TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default)
        );
        Assert.Equal(2, _wire.Counts["UpdateItem"]);
        await HoldsAsync(2, [1, 2]);
    }

    [Fact]
    public void The_stores_own_client_leaves_retries_to_the_store() =>
        Assert.Equal(0, DynamoDbDatabase.Configure(new DynamoDbStoreOptions { Region = "eu-central-1" }).MaxErrorRetry);

    [DynaliteFact]
    public async Task A_policy_whose_answer_was_lost_is_known_to_be_done()
    {
        var policy = new PolicyRow
        {
            Tenant = "t",
            Version = 1,
            Sealed = [1],
        };
        var change = Rows.Event(1) with { UserId = AuditEvent.PolicyTrail };
        _faults.Enqueue(Fault.LostOnTheWayBack);
        Assert.True(await _store.TryWritePolicyAsync(policy, 0, [change], default));
        Assert.Equal(1, (await _direct.ReadPolicyAsync("t", default))!.Version);
    }

    [DynaliteFact]
    public async Task A_write_whose_caller_leaves_while_it_is_in_doubt_is_still_found_out()
    {
        using var caller = new CancellationTokenSource();
        _faults.Enqueue(Fault.LostOnTheWayBack);
        _wire.Meanwhile = caller.CancelAsync;
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], caller.Token));
        await HoldsAsync(2, [1, 2]);
    }

    // Each a process of its own, which knows nothing of the others' copies.
    private async Task OthersWriteAsync(params int[] versions)
    {
        foreach (var version in versions)
        {
            await using var database = await dynalite.OpenAsync(_table);
            var store = new DynamoDbAccountStore(database);
            await store.FindAsync(Rows.Alice, default);
            Assert.True(
                await store.TryWriteAsync(Rows.Row(Rows.Alice, version), version - 1, [Rows.Event(version)], default)
            );
        }
    }

    private async Task HoldsAsync(long version, long[] events)
    {
        await _broken!.Copies.FlushAsync();
        Assert.Equal(version, (await _direct.FindAsync(Rows.Alice, default))!.Version);
        Assert.Equal(
            events,
            (await _direct.ReadAsync(Rows.Alice, long.MinValue, 100, default)).Select(e => e.Sequence)
        );
    }
}
