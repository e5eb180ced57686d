using TwoFactor.Simulation.Bugs;

namespace TwoFactor.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Histories = 20_000;

    public static TheoryData<string> Bugs => [.. PlantedBugs.All.Select(b => b.Name)];

    [Fact]
    [Trait("Req", "R04")]
    [Trait("Req", "R12")]
    [Trait("Req", "R21")]
    [Trait("Req", "R30")]
    [Trait("Req", "R31")]
    [Trait("Req", "R32")]
    [Trait("Req", "R43")]
    [Trait("Req", "R50")]
    [Trait("Req", "R80")]
    [Trait("Req", "R90")]
    [Trait("Req", "R91")]
    public void Twenty_thousand_histories_with_faults_crashes_and_attackers_keep_every_promise()
    {
        var seed = Environment.TickCount & 0x3FFF_FFFF;
        output.WriteLine($"seed {seed}");
        var result = Hunt.Run(seed, Histories);
        output.WriteLine($"{result.Rate:N0} a second");
        if (result.FoundAt is not { } found)
            return;

        var (steps, order, violation) = Shrinker.Shrink(found);
        Assert.Fail($"{violation}\nseed {found}, in the order of seed {order}:\n{string.Join('\n', steps)}");
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found(string name)
    {
        var result = Hunt.Run(1, 100_000, PlantedBugs.All.Single(b => b.Name == name));
        Assert.NotNull(result.FoundAt);
        output.WriteLine($"{result.After} histories: {result.Violation}");

        // It is the bug that was found, and nothing else.
        Assert.Null(History.Play(Script.Draw(result.FoundAt.Value), result.FoundAt.Value));
    }

    [Fact]
    public void The_same_seed_is_the_same_history()
    {
        // On a thread of its own, as in a hunt.
        var differing = new List<int>();
        var distinct = new HashSet<string>(StringComparer.Ordinal);
        var thread = new Thread(() =>
        {
            for (var seed = 1; seed <= 500; seed++)
            {
                var once = History.Trace(Script.Draw(seed), seed);
                distinct.Add(once);
                if (once != History.Trace(Script.Draw(seed), seed))
                    differing.Add(seed);
            }
        });
        thread.Start();
        thread.Join();
        Assert.Empty(differing);
        Assert.Equal(500, distinct.Count);
    }

    [Fact]
    public void A_violation_shrinks_to_a_few_steps()
    {
        var bug = PlantedBugs.All.Single(b => b.Name == "the last write wins");
        var (steps, order, violation) = Shrinker.Shrink(Hunt.Run(1, 10_000, bug).FoundAt!.Value, bug);
        Assert.InRange(steps.Count, 1, 6);
        Assert.NotEmpty(violation);
        Assert.NotNull(History.Play(steps, order, bug));
    }
}
