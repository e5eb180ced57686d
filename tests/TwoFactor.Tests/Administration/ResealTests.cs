namespace TwoFactor.Tests;

/// <summary>Records are sealed again with the newest key.</summary>
public sealed class ResealTests
{
    [Fact]
    [Trait("Req", "R80")]
    public async Task A_reseal_that_was_stopped_goes_on_where_it_was()
    {
        const string Newer = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";
        var store = new InMemoryAccountStore();
        await using (var before = Host.Create(build: b => b.UseStore(_ => store)))
        {
            for (var i = 0; i < 1_200; i++)
                await before.BeginAsync($"user{i:D4}");
        }

        await using var host = Host.Create(o => o.Sealing.Keys.Add(Newer), b => b.UseStore(_ => store));
        using var stop = new CancellationTokenSource();
        var first = new List<ResealProgress>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            host.Administration.ResealAsync(new Stop(first, stop, 700), stop.Token)
        );
        Assert.InRange(first[^1].Resealed, 700, 720);
        Assert.Equal(1_200, first[0].Left);
        var second = await host.Administration.ResealAsync();
        Assert.Equal(1_200, first[^1].Resealed + second.Resealed);
        Assert.Equal((0L, 0L), (second.Left, (await host.Administration.ResealAsync()).Resealed));
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
    }

    [Fact]
    [Trait("Req", "R80")]
    public async Task What_is_left_after_a_reseal_is_what_an_older_key_still_seals()
    {
        const string Newer = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";
        var store = new InMemoryAccountStore();
        await using var old = Host.Create(build: b => b.UseStore(_ => store));
        for (var i = 0; i < 20; i++)
            await old.BeginAsync($"user{i:D2}");

        // While it runs a user's own write seals one anew.
        await using var host = Host.Create(o => o.Sealing.Keys.Add(Newer), b => b.UseStore(_ => store));
        var isDone = false;
        var result = await host.Administration.ResealAsync(
            new Meanwhile(async () =>
            {
                if (isDone)
                    return;

                isDone = true;
                await host.SignIn.EndSessionsAsync("user19");
            })
        );
        Assert.Equal((19L, 0L), (result.Resealed, result.Left));

        await old.BeginAsync("user20");
        Assert.Equal(0, (await host.Administration.ResealAsync()).Left);
    }

    private sealed class Meanwhile(Func<Task> act) : IProgress<ResealProgress>
    {
        public void Report(ResealProgress value) => act().GetAwaiter().GetResult();
    }

    private sealed class Stop(List<ResealProgress> seen, CancellationTokenSource stop, long at)
        : IProgress<ResealProgress>
    {
        public void Report(ResealProgress value)
        {
            seen.Add(value);
            if (value.Resealed == at)
                stop.Cancel();
        }
    }
}
