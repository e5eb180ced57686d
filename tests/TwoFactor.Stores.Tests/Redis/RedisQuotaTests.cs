using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using TwoFactor.Shared;

namespace TwoFactor.Tests;

/// <summary>Limits in Redis, beyond the kit: on bad days, in one round trip, with the keys of a cluster.</summary>
[Trait("Req", "R90")]
public sealed class RedisQuotaTests
{
    private static readonly DateTimeOffset s_now = new(2027, 1, 31, 9, 30, 0, TimeSpan.Zero);

    private static readonly QuotaPermit[] s_permits =
    [
        .. Enumerable.Range(0, 6).Select(i => new QuotaPermit($"bucket{i}", TimeSpan.FromHours(1), 3)),
    ];

    [RedisFact]
    public async Task Six_buckets_are_one_round_trip()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = new RedisConnection(server.Options(), null);
        var store = new RedisQuotaStore(connection, server.Options());
        await store.TryAcquireAsync("", s_permits, s_now, default);
        await server.TellAsync("CONFIG RESETSTAT");
        Assert.True((await store.TryAcquireAsync("", s_permits, s_now, default)).IsGranted);
        var statistics = await StatisticsAsync(server);

        // What is called within the script is counted too.
        Assert.Equal(["evalsha"], statistics.Where(c => c is not ("hgetall" or "hincrby" or "pexpire" or "hkeys")));
    }

    [RedisFact]
    public async Task What_was_taken_is_there_after_the_plug_was_pulled()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = new RedisConnection(server.Options(), null);
        var store = new RedisQuotaStore(connection, server.Options());
        for (var i = 0; i < 3; i++)
            Assert.True((await store.TryAcquireAsync("", s_permits, s_now, default)).IsGranted);

        await server.KillAsync();
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await store.TryAcquireAsync("", s_permits, s_now, default)
        );
        Assert.Contains("Redis", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await store.CountAsync("", [new QuotaCount("bucket0", TimeSpan.FromHours(1))], s_now, default)
        );

        await server.StartAgainAsync();
        await using var again = new RedisConnection(server.Options(), null);
        var refused = await new RedisQuotaStore(again, server.Options()).TryAcquireAsync("", s_permits, s_now, default);
        Assert.Equal("bucket0", refused.Refused?.Bucket);
    }

    [RedisTheory]
    [InlineData("", "password")]
    [InlineData(",password=wrong-and-secret", "password")]
    public async Task A_password_that_is_missing_or_wrong_is_named_and_not_told(string more, string expected)
    {
        await using var server = await RedisServer.StartAsync(password: "right");
        var options = server.Options(more);
        await using var connection = new RedisConnection(options, null);
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await new RedisQuotaStore(connection, options).TryAcquireAsync("", s_permits, s_now, default)
        );
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-and-secret", e.ToString(), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Nobody_there_is_said()
    {
        await using var server = await RedisServer.StartAsync();
        await server.KillAsync();
        await using var connection = new RedisConnection(server.Options(), null);
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await new RedisQuotaStore(connection, server.Options()).TryAcquireAsync("", s_permits, s_now, default)
        );
        Assert.Contains("TwoFactor:Redis:Configuration", e.Message, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Tenants_with_any_name_have_buckets_of_their_own_that_expire()
    {
        await using var server = await RedisServer.StartAsync(isCluster: true);
        await using var connection = new RedisConnection(server.Options(), null);
        var store = new RedisQuotaStore(connection, server.Options());
        string[] tenants = ["", "a", "a}:bucket0", "{a}", "日本", "%7D", "t:a"];
        foreach (var tenant in tenants)
            Assert.True((await store.TryAcquireAsync(tenant, s_permits, s_now, default)).IsGranted);

        // As the bucket of one of these tenants would be called if names stood there as they are.
        var twin = new QuotaPermit("bucket0}:bucket1", TimeSpan.FromHours(1), 3);
        Assert.True((await store.TryAcquireAsync("a", [twin], s_now, default)).IsGranted);

        await using var other = await ConnectionMultiplexer.ConnectAsync(server.Options().Configuration);
        var database = other.GetDatabase();
        var keys = other.GetServers()[0].Keys(pattern: "*").ToList();
        Assert.Equal((tenants.Length * s_permits.Length) + 1, keys.Count);
        foreach (var key in keys)
            Assert.InRange((await database.KeyTimeToLiveAsync(key))!.Value.TotalHours, 48, 51);
    }

    [RedisFact]
    public async Task A_bucket_keeps_no_slots_that_are_past()
    {
        await using var server = await RedisServer.StartAsync();
        await using var connection = new RedisConnection(server.Options(), null);
        var store = new RedisQuotaStore(connection, server.Options());
        for (var i = 0; i < 100; i++)
            await store.TryAcquireAsync("", [s_permits[0]], s_now.AddMinutes(20 * i), default);

        await using var other = await ConnectionMultiplexer.ConnectAsync(server.Options().Configuration);
        Assert.InRange(await other.GetDatabase().HashLengthAsync("two-factor:{t:}:bucket0"), 1, 13);
    }

    [RedisFact]
    public async Task The_connection_of_the_host_is_used_and_left_open()
    {
        await using var server = await RedisServer.StartAsync();
        await using var hosts = await ConnectionMultiplexer.ConnectAsync(server.Options().Configuration);
        var services = new ServiceCollection();
        services.AddSingleton<IConnectionMultiplexer>(hosts);
        services.AddTwoFactor().UseInMemoryStore().UseRedisQuotas(_ => { });
        await using (var provider = services.BuildServiceProvider())
        {
            var store = provider.GetRequiredService<IQuotaStore>();
            Assert.True((await store.TryAcquireAsync("", s_permits, s_now, default)).IsGranted);
        }

        Assert.Equal(1, await hosts.GetDatabase().HashLengthAsync("two-factor:{t:}:bucket0"));
    }

    [Theory]
    [InlineData("127.0.0.1:6379,sesame=open", "two-factor", "TwoFactor:Redis:Configuration cannot be read")]
    [InlineData(",password=sesame", "two-factor", "TwoFactor:Redis:Configuration cannot be read, or names no server")]
    [InlineData("127.0.0.1:6379", "", "TwoFactor:Redis:KeyPrefix is ''")]
    [InlineData("127.0.0.1:6379", "a{b}", "TwoFactor:Redis:KeyPrefix is 'a{b}'")]
    public void Settings_that_are_wrong_are_named(string configuration, string prefix, string expected)
    {
        var services = new ServiceCollection();
        services
            .AddTwoFactor()
            .UseInMemoryStore()
            .UseRedisQuotas(o => (o.Configuration, o.KeyPrefix) = (configuration, prefix));
        using var provider = services.BuildServiceProvider();
        var e = Assert.Throws<OptionsValidationException>(() =>
            provider.GetRequiredService<IOptions<RedisQuotaOptions>>().Value
        );
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_server_the_remedy_is_said()
    {
        var services = new ServiceCollection();
        services.AddTwoFactor().UseInMemoryStore().UseRedisQuotas(_ => { });
        using var provider = services.BuildServiceProvider();
        var e = Assert.Throws<InvalidOperationException>(provider.GetRequiredService<IQuotaStore>);
        Assert.Contains("TwoFactor:Redis:Configuration", e.Message, StringComparison.Ordinal);
    }

    // The commands that were called, but for those that keep a connection.
    private static async Task<List<string>> StatisticsAsync(RedisServer server)
    {
        await using var other = await ConnectionMultiplexer.ConnectAsync(
            server.Options().Configuration + ",allowAdmin=true"
        );
        return
        [
            .. (await other.GetServers()[0].InfoAsync("commandstats"))
                .SelectMany(g => g)
                .Select(c => c.Key["cmdstat_".Length..])
                .Where(c =>
                    !c.StartsWith('c')
                    && c is not ("info" or "ping" or "echo" or "get" or "subscribe" or "sentinel" or "hello")
                )
                .Order(StringComparer.Ordinal),
        ];
    }
}
