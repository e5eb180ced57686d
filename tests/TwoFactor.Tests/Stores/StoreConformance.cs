namespace TwoFactor.Tests;

/// <summary>What every store must do, whatever it is made of.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    private static readonly AccountKey s_alice = new("t", "alice");

    internal abstract (IAccountStore Accounts, IPolicyStore Policies, IAuditStore Audit) Open();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task What_was_written_is_found_in_every_column()
    {
        var (store, _, audit) = Open();
        Assert.Null(await store.FindAsync(s_alice, default));
        var row = Row(s_alice, 1);
        Assert.True(await store.TryWriteAsync(row, 0, [Event(1), Event(2)], default));
        var found = (await store.FindAsync(s_alice, default))!;
        Assert.Equal((row.Key, 1L, true, "sms,totp", row.LockedUntil, row.LastVerifiedAt, row.UpdatedAt), (found.Key, found.Version, found.IsEnrolled, found.Methods, found.LockedUntil, found.LastVerifiedAt, found.UpdatedAt));
        Assert.Equal(row.Sealed, found.Sealed);
        var events = await audit.ReadAsync(s_alice, 0, 10, default);
        Assert.Equal([1L, 2L], events.Select(e => e.Sequence));
        var first = Event(1);
        Assert.Equal((first.At, first.Type, first.FactorId, first.Method, first.Outcome, first.Detail, first.Actor, first.Reason, first.CorrelationId), (events[0].At, events[0].Type, events[0].FactorId, events[0].Method, events[0].Outcome, events[0].Detail, events[0].Actor, events[0].Reason, events[0].CorrelationId));
        Assert.Equal(first.Hash.ToArray(), events[0].Hash.ToArray());
    }

    [Fact]
    public async Task A_write_happens_only_at_the_expected_version_and_then_with_its_events()
    {
        var (store, _, audit) = Open();
        Assert.False(await store.TryWriteAsync(Row(s_alice, 2), 1, [Event(1)], default));
        Assert.True(await store.TryWriteAsync(Row(s_alice, 1), 0, [Event(1)], default));
        Assert.False(await store.TryWriteAsync(Row(s_alice, 1), 0, [Event(2)], default));
        Assert.False(await store.TryWriteAsync(Row(s_alice, 3), 2, [Event(2)], default));
        Assert.True(await store.TryWriteAsync(Row(s_alice, 2), 1, [Event(2)], default));
        Assert.False(await store.TryWriteAsync(Row(s_alice, 2), 1, [Event(3)], default));
        Assert.Equal(2, (await store.FindAsync(s_alice, default))!.Version);
        Assert.Equal(2, (await audit.ReadAsync(s_alice, 0, 10, default)).Count);
    }

    [Fact]
    public async Task Of_many_writers_at_one_version_one_wins()
    {
        var (store, _, audit) = Open();
        for (var version = 0; version < 5; version++)
        {
            var expected = version;
            var wins = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await store.TryWriteAsync(Row(s_alice, expected + 1), expected, [Event(expected + 1)], default))));
            Assert.Single(wins, w => w);
        }

        Assert.Equal(5, (await audit.ReadAsync(s_alice, 0, 10, default)).Count);
    }

    [Fact]
    public async Task Tenants_users_and_cases_are_kept_apart()
    {
        var (store, _, audit) = Open();
        AccountKey[] keys = [new("t", "alice"), new("t", "Alice"), new("", "alice"), new("t2", "alice"), new("t", "alice ")];
        foreach (var key in keys)
            Assert.True(await store.TryWriteAsync(Row(key, 1), 0, [Event(1)], default));

        Assert.Equal(3, (await store.ListAsync("t", null, 10, default)).Count);
        Assert.Equal(["alice"], await audit.ListTrailsAsync("t2", null, 10, default));
    }

    [Fact]
    public async Task Accounts_and_trails_are_listed_page_by_page()
    {
        var (store, _, audit) = Open();
        foreach (var name in new[] { "c", "a", "e", "b", "d" })
            await store.TryWriteAsync(Row(new AccountKey("t", name), 1), 0, [Event(1), Event(2), Event(3)], default);

        Assert.Equal(["a", "b"], (await store.ListAsync("t", null, 2, default)).Select(r => r.Key.UserId));
        Assert.Equal(["c", "d"], (await store.ListAsync("t", "b", 2, default)).Select(r => r.Key.UserId));
        Assert.Equal(["e"], (await store.ListAsync("t", "d", 2, default)).Select(r => r.Key.UserId));
        Assert.Equal(["d", "e"], await audit.ListTrailsAsync("t", "c", 9, default));
        Assert.Equal([2L], (await audit.ReadAsync(new AccountKey("t", "a"), 1, 1, default)).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Events_of_one_trail_or_of_all_are_read_newest_first_page_by_page()
    {
        var (store, _, audit) = Open();
        await store.TryWriteAsync(Row(new AccountKey("t", "a"), 1), 0, [Event(1) with { UserId = "a" }, Event(4) with { UserId = "a" }], default);
        await store.TryWriteAsync(Row(new AccountKey("t", "b"), 1), 0, [Event(1) with { UserId = "b" }, Event(2) with { UserId = "b" }, Event(3) with { UserId = "b" }], default);
        await store.TryWriteAsync(Row(new AccountKey("other", "a"), 1), 0, [Event(9) with { UserId = "a" }], default);
        var seen = new List<string>();
        AuditPosition? before = null;
        while (await audit.ReadNewestAsync("t", null, before, 2, default) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(e => $"{e.UserId}{e.Sequence}"));
            before = AuditPosition.Of(page[^1]);
        }

        Assert.Equal(["a4", "b3", "b2", "b1", "a1"], seen);
        Assert.Equal([3L, 2L], (await audit.ReadNewestAsync("t", "b", null, 2, default)).Select(e => e.Sequence));
        Assert.Equal([1L], (await audit.ReadNewestAsync("t", "b", new(ManualClock.Start.AddTicks(2), "b", 2), 2, default)).Select(e => e.Sequence));
        Assert.Equal("b", (await audit.ReadNewestAsync("t", "b", null, 1, default))[0].UserId);
    }

    [Fact]
    public async Task A_policy_is_written_like_an_account()
    {
        var (_, store, audit) = Open();
        Assert.Null(await store.ReadPolicyAsync("t", default));
        Assert.False(await store.TryWritePolicyAsync(new PolicyRow { Tenant = "t", Version = 2, Sealed = [1] }, 1, [Event(1)], default));
        Assert.True(await store.TryWritePolicyAsync(new PolicyRow { Tenant = "t", Version = 1, Sealed = [1] }, 0, [Event(1)], default));
        Assert.False(await store.TryWritePolicyAsync(new PolicyRow { Tenant = "t", Version = 1, Sealed = [2] }, 0, [Event(2)], default));
        Assert.True(await store.TryWritePolicyAsync(new PolicyRow { Tenant = "t", Version = 2, Sealed = [3] }, 1, [Event(2)], default));
        var row = (await store.ReadPolicyAsync("t", default))!;
        Assert.Equal((2L, (byte)3), (row.Version, row.Sealed[0]));
        Assert.Equal(2, (await audit.ReadAsync(new AccountKey("t", AuditEvent.PolicyTrail), 0, 10, default)).Count);
        Assert.Equal([AuditEvent.PolicyTrail], await audit.ListTrailsAsync("t", null, 10, default));
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task Cancelled_before_it_begins_nothing_is_written()
    {
        var (store, _, _) = Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.TryWriteAsync(Row(s_alice, 1), 0, [], new CancellationToken(canceled: true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.FindAsync(s_alice, new CancellationToken(canceled: true)));
        Assert.Null(await store.FindAsync(s_alice, default));
    }

    private protected static AccountRow Row(AccountKey key, long version) => new()
    {
        Key = key,
        Version = version,
        Sealed = [1, 2, (byte)version],
        IsEnrolled = true,
        Methods = "sms,totp",
        LockedUntil = ManualClock.Start.AddTicks(1),
        LastVerifiedAt = ManualClock.Start.AddTicks(2),
        UpdatedAt = ManualClock.Start.AddTicks(3),
    };

    private protected static AuditEvent Event(long sequence) => new()
    {
        Sequence = sequence,
        At = ManualClock.Start.AddTicks(sequence),
        UserId = "alice",
        Type = "type",
        FactorId = sequence == 1 ? "factor" : null,
        Method = "totp",
        Outcome = "accepted",
        Detail = "detail",
        Actor = "actor ☃",
        Reason = "reason",
        CorrelationId = "trace",
        Hash = new byte[] { 1, 2, 3 },
    };
}
