using TwoFactor.Toys.Email;

namespace TwoFactor.Tests;

/// <summary>A purge deletes what expired unseen, and stops at no record.</summary>
public sealed class PurgeTests
{
    [Fact]
    [Trait("Req", "R40")]
    public async Task What_expired_unseen_is_purged_with_the_address_in_it()
    {
        await using var host = Host.Create(build: b => b.AddToyEmail());
        await host.BeginEmailAsync("alice", "alice@example.com");
        await host.EnrollAsync("bob");
        await host.BeginEmailAsync("carol", "carol@example.com");
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        await host.BeginEmailAsync("dave", "dave@example.com");
        var seen = new List<PurgeProgress>();
        var purged = await host.Administration.PurgeAsync(new Seen(seen));
        Assert.Equal((4L, 2L), (purged.Accounts, purged.Pruned));
        Assert.Equal(purged, seen[^1]);
        Assert.Empty((await AccountAsync(host, "alice")).Factors);
        Assert.Empty((await AccountAsync(host, "carol")).Challenges);
        Assert.Single((await AccountAsync(host, "dave")).Factors);
        Assert.True((await AccountAsync(host, "bob")).HasActiveFactor);
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        Assert.Equal(0, (await host.Administration.PurgeAsync()).Pruned);
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task Limits_that_no_longer_count_are_purged()
    {
        await using var host = Host.Create(build: b => b.AddToyEmail());
        await host.BeginEmailAsync("alice", "alice@example.com");
        Assert.Equal(0, (await host.Administration.PurgeAsync()).Quotas);
        host.Clock.Advance(TimeSpan.FromDays(100));
        Assert.True((await host.Administration.PurgeAsync()).Quotas > 0);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task A_record_that_does_not_open_or_is_of_tomorrow_does_not_stop_a_purge()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.BeginAsync("tomorrow");
        host.Clock.Advance(TimeSpan.FromDays(-1));
        await host.BeginAsync("zoe");
        await store.TryWriteAsync(
            new AccountRow
            {
                Key = new AccountKey("", "broken"),
                Version = 1,
                Sealed = [1],
            },
            0,
            [],
            default
        );
        host.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, (await host.Administration.PurgeAsync()).Pruned);
    }

    private static async Task<TwoFactorAccount> AccountAsync(Host host, string user) =>
        host.Get<AccountVault>().Open((await host.Store.FindAsync(new AccountKey("", user), default))!);

    private sealed class Seen(List<PurgeProgress> seen) : IProgress<PurgeProgress>
    {
        public void Report(PurgeProgress value) => seen.Add(value);
    }
}
