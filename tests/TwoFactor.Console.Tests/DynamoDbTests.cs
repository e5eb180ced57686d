using TwoFactor.Shared;

namespace ConsoleSample.Tests;

/// <summary>The same commands on an engine with DynamoDB's protocol.</summary>
public sealed class DynamoDbTests
{
    [Fact]
    [Trait("Req", "R31")]
    public async Task The_story_of_a_user_and_four_processes_with_one_code()
    {
        Assert.SkipUnless(DynaliteServer.IsExpected, DynaliteServer.Missing);
        await using var server = await DynaliteServer.StartAsync();
        using var cli = new Cli { Store = $"dynamodb:{server.Url}/two-factor" };
        var alice = cli.Enroll();
        Assert.Equal("challenge", cli.Run("sign-in", "alice").Ok()["decision"]!.GetValue<string>());
        var code = alice.Code(cli.Now!.Value);
        var racers = Enumerable
            .Range(0, 4)
            .Select(_ => cli.StartCommand("verify", "alice", code))
            .ToList()
            .ConvertAll(p => p.Finish());
        Assert.Single(racers, r => r.ExitCode == 0);
        Assert.True(cli.Run("audit", "--verify").Ok()["intact"]!.GetValue<bool>());
        Assert.Equal(1, cli.Run("report").Ok()["enrolled"]!.GetValue<int>());
        Assert.NotNull(cli.Run("erase", "alice", "--actor", "deletion", "--reason", "gone").Ok()["erasedAt"]);
        Assert.Single(cli.Run("audit", "alice", "--verify").Ok()["events"]!.AsArray());
    }
}
