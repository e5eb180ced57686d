namespace TwoFactor.Tests;

/// <summary>What every quota store must do, whatever it is made of.</summary>
public abstract class QuotaConformance : IAsyncLifetime
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private static DateTimeOffset Now => ManualClock.Start;

    internal abstract IQuotaStore Open();

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Permits_are_granted_up_to_the_limit_and_again_when_the_window_has_passed()
    {
        var store = Open();
        for (var i = 0; i < 5; i++)
            Assert.True((await store.TryAcquireAsync("t", [Permit("a", 5)], Now.AddMinutes(i), default)).IsGranted);

        var refused = await store.TryAcquireAsync("t", [Permit("a", 5)], Now.AddMinutes(5), default);
        Assert.Equal(("a", false), (refused.Refused?.Bucket, refused.IsGranted));
        var wait = Assert.NotNull(refused.RetryAfter);
        Assert.InRange(wait, TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
        Assert.False((await store.TryAcquireAsync("t", [Permit("a", 5)], Now.AddMinutes(5) + wait - TimeSpan.FromTicks(1), default)).IsGranted);
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 5)], Now.AddMinutes(5) + wait, default)).IsGranted);
    }

    [Fact]
    public async Task All_permits_are_taken_or_none()
    {
        var store = Open();
        Assert.True((await store.TryAcquireAsync("t", [Permit("full", 1)], Now, default)).IsGranted);
        var refused = await store.TryAcquireAsync("t", [Permit("a", 5), Permit("full", 1), Permit("b", 5)], Now, default);
        Assert.Equal("full", refused.Refused?.Bucket);
        Assert.Equal([0L, 1L, 0L], await store.CountAsync("t", [new("a", s_hour), new("full", s_hour), new("b", s_hour)], Now, default));
    }

    [Fact]
    public async Task A_permit_that_costs_nothing_only_looks()
    {
        var store = Open();
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 1) with { Cost = 0 }], Now, default)).IsGranted);
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 1)], Now, default)).IsGranted);
        Assert.False((await store.TryAcquireAsync("t", [Permit("a", 1) with { Cost = 0 }], Now, default)).IsGranted);
        Assert.Equal([1L], await store.CountAsync("t", [new("a", s_hour)], Now, default));
    }

    [Fact]
    public async Task What_was_taken_can_be_given_back_as_it_was_taken()
    {
        var store = Open();
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 1), Permit("b", 1)], Now, default)).IsGranted);
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 1) with { Cost = -1 }], Now, default)).IsGranted);
        Assert.Equal([0L, 1L], await store.CountAsync("t", [new("a", s_hour), new("b", s_hour)], Now, default));
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 1)], Now, default)).IsGranted);
    }

    [Fact]
    public async Task Costs_count_and_what_never_fits_has_no_time()
    {
        var store = Open();
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 5) with { Cost = 3 }], Now, default)).IsGranted);
        Assert.NotNull((await store.TryAcquireAsync("t", [Permit("a", 5) with { Cost = 3 }], Now, default)).RetryAfter);
        Assert.Null((await store.TryAcquireAsync("t", [Permit("a", 5) with { Cost = 6 }], Now, default)).RetryAfter);
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 5) with { Cost = 2 }], Now, default)).IsGranted);
    }

    [Fact]
    public async Task Never_more_than_the_limit_lies_within_any_window()
    {
        var store = Open();
        var random = new Random(20270131);
        var granted = new Queue<DateTimeOffset>();
        var now = Now;
        var total = 0;
        for (var i = 0; i < 400; i++)
        {
            now += TimeSpan.FromSeconds(random.Next(600));
            if (!(await store.TryAcquireAsync("t", [Permit("a", 7)], now, default)).IsGranted)
                continue;

            total++;
            granted.Enqueue(now);
            while (granted.Peek() <= now - s_hour)
                granted.Dequeue();

            Assert.InRange(granted.Count, 1, 7);
        }

        // A slot too strict at most: 33 hours at 7 an hour, times twelve thirteenths.
        Assert.InRange(total, 33 * 7 * 11 / 13, 34 * 7);
    }

    [Fact]
    public async Task What_is_too_young_is_left_out_of_a_count()
    {
        var store = Open();
        await store.TryAcquireAsync("t", [Permit("a", 9)], Now, default);
        await store.TryAcquireAsync("t", [Permit("a", 9)], Now.AddMinutes(20), default);
        var counts = await store.CountAsync("t", [new("a", s_hour, TimeSpan.FromMinutes(5)), new("a", s_hour), new("none", s_hour)], Now.AddMinutes(20), default);
        Assert.Equal([1L, 2L, 0L], counts);
        Assert.Equal([2L], await store.CountAsync("t", [new("a", s_hour, TimeSpan.FromMinutes(5))], Now.AddMinutes(30), default));
        Assert.Equal([0L], await store.CountAsync("t", [new("a", s_hour)], Now.AddHours(2), default));
    }

    [Fact]
    public async Task Tenants_are_kept_apart()
    {
        var store = Open();
        Assert.True((await store.TryAcquireAsync("t", [Permit("a", 1)], Now, default)).IsGranted);
        Assert.True((await store.TryAcquireAsync("", [Permit("a", 1)], Now, default)).IsGranted);
        Assert.False((await store.TryAcquireAsync("t", [Permit("a", 1)], Now, default)).IsGranted);
    }

    [Fact]
    public async Task Of_many_at_once_exactly_the_limit_is_granted()
    {
        var store = Open();
        var decisions = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () => await store.TryAcquireAsync("t", [Permit("a", 10), Permit($"own{i}", 1)], Now, default))));
        Assert.Equal(10, decisions.Count(d => d.IsGranted));
        var own = await store.CountAsync("t", [.. Enumerable.Range(0, 64).Select(i => new QuotaCount($"own{i}", s_hour))], Now, default);
        Assert.Equal(10, own.Sum());
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task Cancelled_before_it_begins_nothing_is_taken()
    {
        var store = Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.TryAcquireAsync("t", [Permit("a", 1)], Now, new CancellationToken(canceled: true)));
        Assert.Equal([0L], await store.CountAsync("t", [new("a", s_hour)], Now, default));
    }

    private static QuotaPermit Permit(string bucket, long limit) => new(bucket, s_hour, limit);
}

public sealed class InMemoryQuotaTests : QuotaConformance
{
    private readonly InMemoryQuotaStore _store = new();

    internal override IQuotaStore Open() => _store;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SqliteQuotaTests : QuotaConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly List<SqliteDatabase> _databases = [];

    internal override IQuotaStore Open()
    {
        var database = new SqliteDatabase(new SqliteStoreOptions { Path = Path.Combine(_folder.FullName, "store.db") });
        _databases.Add(database);
        return new SqliteQuotaStore(database);
    }

    public override ValueTask DisposeAsync()
    {
        _databases.ForEach(d => d.Dispose());
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_has_expired_is_deleted()
    {
        var store = Open();
        await store.TryAcquireAsync("t", [new QuotaPermit("a", TimeSpan.FromHours(1), 5)], ManualClock.Start, default);
        await store.TryAcquireAsync("u", [new QuotaPermit("c", TimeSpan.FromHours(1), 5)], ManualClock.Start, default);
        await store.TryAcquireAsync("t", [new QuotaPermit("b", TimeSpan.FromHours(1), 5)], ManualClock.Start.AddDays(3), default);
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(bucket) FROM two_factor_quotas";
        Assert.Equal("b,c", command.ExecuteScalar());
    }
}
