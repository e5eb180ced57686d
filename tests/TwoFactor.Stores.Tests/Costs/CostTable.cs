using System.Globalization;

namespace TwoFactor.Tests;

/// <summary>
/// The figures of Fixtures/costs.tsv. A change that needs more says so there; one that needs less, too.
/// </summary>
internal static class CostTable
{
    /// <summary>Fails if an operation costs more than the figure times the tolerance.</summary>
    public static void Check(ITestOutputHelper output, string what, double value, double tolerance)
    {
        var most = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "costs.tsv"))
            .Select(l => l.Split('\t'))
            .Where(f => f[0] == what)
            .Select(f => double.Parse(f[1], CultureInfo.InvariantCulture))
            .Single();
        output.WriteLine($"{what}: {value}, at most {most}");
        Assert.True(value <= most * tolerance, $"A verification takes {value} {what}, and it was {most}: costs.tsv.");
    }
}
