using FsCheck;
using FsCheck.Fluent;

namespace TwoFactor.Tests;

public sealed class HistoryProperties(ITestOutputHelper output)
{
    // HISTORIES=2000000 looks further.
    private static readonly int s_histories = int.TryParse(
        Environment.GetEnvironmentVariable("HISTORIES"),
        out var histories
    )
        ? histories
        : 100_000;
    private const int MaxLength = 40;

    public static TheoryData<string> Bugs => [.. PlantedBug.All.Select(b => b.Name)];

    [Fact]
    [Trait("Req", "R04")]
    [Trait("Req", "R12")]
    [Trait("Req", "R17")]
    [Trait("Req", "R21")]
    [Trait("Req", "R30")]
    [Trait("Req", "R32")]
    [Trait("Req", "R40")]
    [Trait("Req", "R43")]
    [Trait("Req", "R50")]
    [Trait("Req", "R91")]
    public void The_rules_and_an_independent_model_agree_on_100_000_random_histories() => Check(null, s_histories);

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found(string name)
    {
        var bug = PlantedBug.All.Single(b => b.Name == name);
        var failure = Assert.ThrowsAny<Exception>(() => Check(bug, 5 * s_histories));
        output.WriteLine(failure.Message);
        Assert.Contains("Falsifiable", failure.Message, StringComparison.Ordinal);
    }

    // A failure prints the seed; put it into Replay to see the same history again.
    private static void Check(PlantedBug? bug, int histories)
    {
        var shrinker = ArbMap.Default.ArbFor<int[]>();
        var numbers = Gen.Choose(0, 1 << 20);
        var history = Gen.Choose(1, MaxLength).SelectMany(length => numbers.ArrayOf(length));
        var arbitrary = Arb.From(history, candidate => shrinker.Shrinker(candidate).Where(c => c.All(n => n >= 0)));
        Prop.ForAll(arbitrary, candidate => History.Play(candidate, bug))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(histories));
    }
}
