using static TwoFactor.Tests.FaultyWire;

namespace TwoFactor.Tests;

/// <summary>
/// Quotas of many buckets without a transaction: when something fails in between, too few are granted.
/// </summary>
[Trait("Req", "R90")]
public sealed class DynamoDbQuotaTests(Dynalite dynalite)
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly QuotaPermit[] s_both = [new("a", s_hour, 3), new("b", s_hour, 3)];

    [DynaliteFact]
    public async Task A_process_that_dies_between_two_buckets_leaves_too_few()
    {
        using var wire = new FaultyWire();
        var table = await dynalite.NewTableAsync();
        await using var dying = await dynalite.OpenAsync(table, c => c.HttpClientFactory = wire.Factory, TimeSpan.Zero);
        await using var other = await dynalite.OpenAsync(table);
        wire.ChangeAnswer = (operation, body) =>
        {
            wire.IsDead |= operation == "UpdateItem";
            return body;
        };
        await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await new DynamoDbQuotaStore(dying).TryAcquireAsync("t", s_both, Rows.Start, default)
        );
        var quotas = new DynamoDbQuotaStore(other);
        Assert.Equal([1, 0], await CountAsync(quotas));
        Assert.True((await quotas.TryAcquireAsync("t", s_both, Rows.Start, default)).IsGranted);
        Assert.True((await quotas.TryAcquireAsync("t", s_both, Rows.Start, default)).IsGranted);
        Assert.Equal("a", (await quotas.TryAcquireAsync("t", s_both, Rows.Start, default)).Refused!.Bucket);
    }

    [DynaliteFact]
    public async Task What_was_taken_before_a_bucket_failed_is_given_back()
    {
        using var wire = new FaultyWire();
        var table = await dynalite.NewTableAsync();
        await using var database = await dynalite.OpenAsync(
            table,
            c => c.HttpClientFactory = wire.Factory,
            TimeSpan.Zero
        );
        wire.Decide = (operation, body) =>
            operation == "UpdateItem" && body.Contains(ItemKeys.Quota("t", "b"), StringComparison.Ordinal)
                ? Fault.Throttled
                : Fault.None;
        var quotas = new DynamoDbQuotaStore(database);
        await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await quotas.TryAcquireAsync("t", s_both, Rows.Start, default)
        );
        Assert.Equal([0, 0], await CountAsync(quotas));
    }

    [DynaliteFact]
    public async Task A_bucket_that_filled_up_meanwhile_refuses_and_the_others_are_given_back()
    {
        using var wire = new FaultyWire();
        var table = await dynalite.NewTableAsync();
        await using var slow = await dynalite.OpenAsync(table, c => c.HttpClientFactory = wire.Factory);
        await using var fast = await dynalite.OpenAsync(table);
        var others = new DynamoDbQuotaStore(fast);
        wire.Change = (operation, body) =>
        {
            if (operation == "UpdateItem" && body.Contains(ItemKeys.Quota("t", "b"), StringComparison.Ordinal))
                others
                    .TryAcquireAsync("t", [s_both[1] with { Cost = 3 }], Rows.Start, default)
                    .AsTask()
                    .GetAwaiter()
                    .GetResult();

            return body;
        };
        var decision = await new DynamoDbQuotaStore(slow).TryAcquireAsync("t", s_both, Rows.Start, default);
        Assert.Equal("b", decision.Refused!.Bucket);
        Assert.Equal([0, 3], await CountAsync(others));
    }

    [DynaliteFact]
    public async Task On_a_bad_wire_no_more_is_granted_than_the_limit_nor_given_back_than_was_taken()
    {
        var table = await dynalite.NewTableAsync();
        using var wire = new FaultyWire();
        var calls = 0;
        wire.Decide = (operation, _) =>
            operation == "UpdateItem" ? (Fault)(Interlocked.Increment(ref calls) * 5 % 7) : Fault.None;
        await using var database = await dynalite.OpenAsync(
            table,
            c => (c.HttpClientFactory, c.MaxErrorRetry) = (wire.Factory, 2)
        );
        var quotas = new DynamoDbQuotaStore(database);
        var granted = 0;
        for (var i = 0; i < 12; i++)
        {
            if ((await quotas.TryAcquireAsync("t", [new("a", s_hour, 6)], Rows.Start, default)).IsGranted)
                granted++;

            if (i == 2)
                await quotas.TryAcquireAsync("t", [new("a", s_hour, 6, Cost: -1)], Rows.Start, default);
        }

        Assert.InRange(granted, 1, 7);
        Assert.InRange((await CountAsync(quotas))[0], granted - 1, long.MaxValue);
    }

    [DynaliteFact]
    public async Task Old_slots_leave_a_bucket_and_the_table_expires_it()
    {
        await using var database = await dynalite.OpenAsync(await dynalite.NewTableAsync());
        var quotas = new DynamoDbQuotaStore(database);
        for (var i = 0; i < 40; i++)
            await quotas.TryAcquireAsync("t", [new("a", s_hour, 99)], Rows.Start + (i * s_hour / 12), default);

        var item = await database.GetAsync(ItemKeys.Quota("t", "a"), ItemKeys.Bucket, default);
        Assert.InRange(item!.Count, 13, 13 + 12 + 4);
        Assert.InRange(
            DateTimeOffset.FromUnixTimeSeconds(item.Number(QuotaBucket.ExpiresAt)!.Value),
            Rows.Start + (39 * s_hour / 12) + s_hour,
            Rows.Start + (39 * s_hour / 12) + TimeSpan.FromDays(3)
        );
    }

    private static ValueTask<IReadOnlyList<long>> CountAsync(DynamoDbQuotaStore quotas) =>
        quotas.CountAsync("t", [new("a", s_hour), new("b", s_hour)], Rows.Start, default);
}
