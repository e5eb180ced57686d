using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>Every method passes the kit, and the kit finds what is wrong.</summary>
[Trait("Req", "R90")]
public sealed class MethodKitTests(ITestOutputHelper output)
{
    public static TheoryData<string> Methods => [.. MethodApps.All.Keys];

    public static TheoryData<string> Faults => [.. WrongMethod.Cases.Keys];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Every_method_passes(string name)
    {
        var report = await new FactorMethodKit(() => new(MethodApps.All[name]())).RunAsync();
        output.WriteLine(report.ToString());
        report.ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_wrong_method_fails_its_case(string fault)
    {
        var report = await new FactorMethodKit(() => new(MethodApps.Exchange(new WrongMethod(fault)))).RunAsync();
        output.WriteLine(report.ToString());
        Assert.Contains(
            WrongMethod.Cases[fault],
            report.Results.Where(r => r.Outcome == ConformanceOutcome.Failed).Select(r => r.Name)
        );
        Assert.Contains(report.Results, r => r.Outcome == ConformanceOutcome.Passed);
    }
}
