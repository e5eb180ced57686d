using TwoFactor.Shared;

namespace ConsoleSample.Tests;

/// <summary>The same commands on PostgreSQL.</summary>
public sealed class PostgreSqlTests
{
    [Fact]
    [Trait("Req", "R31")]
    public async Task The_story_of_a_user_and_sixteen_processes_with_one_code()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed on this machine.");
        await using var server = await PostgresServer.StartAsync();
        using var cli = new Cli { Store = $"postgres:{server.ConnectionString};Password=nobody-may-see-this" };
        var alice = cli.Enroll();
        Assert.Equal("challenge", cli.Run("sign-in", "alice").Ok()["decision"]!.GetValue<string>());
        var code = alice.Code(cli.Now!.Value);
        var racers = Enumerable
            .Range(0, 16)
            .Select(_ => cli.StartCommand("verify", "alice", code))
            .ToList()
            .ConvertAll(p => p.Finish());
        Assert.Single(racers, r => r.ExitCode == 0);
        Assert.True(cli.Run("audit", "--verify").Ok()["intact"]!.GetValue<bool>());
        Assert.Equal(1, cli.Run("report").Ok()["enrolled"]!.GetValue<int>());
        Assert.Equal(1, cli.Run("purge").Ok()["accounts"]!.GetValue<int>());
        Assert.NotNull(cli.Run("erase", "alice", "--actor", "deletion", "--reason", "gone").Ok()["erasedAt"]);
        Assert.Single(cli.Run("audit", "alice", "--verify").Ok()["events"]!.AsArray());

        await server.KillAsync();
        var down = cli.Run("status", "alice");
        Assert.Equal(3, down.ExitCode);
        Assert.DoesNotContain("nobody-may-see-this", down.Output + down.Errors, StringComparison.Ordinal);
        await server.ResumeAsync();
        Assert.Equal(0, cli.Run("status", "alice").ExitCode);
    }
}
