using System.Reflection;

namespace TwoFactor.Tests;

/// <summary>Every row of the guide's table of differences is a test that runs with and without the library.</summary>
public sealed class RowTests
{
    [Fact]
    public void Every_row_of_the_guide_is_a_test_with_and_without_the_library()
    {
        var rows = Repository.Rows();
        var tests = typeof(RowTests)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .SelectMany(m => m.GetCustomAttributes<TraitAttribute>().Select(t => (Method: m, Trait: t)))
            .Where(t => t.Trait.Name == "Row")
            .ToLookup(t => t.Trait.Value, t => t.Method, StringComparer.Ordinal);

        Assert.Equal(
            rows.Select(r => r[0]).Order(StringComparer.Ordinal),
            tests.Select(t => t.Key).Order(StringComparer.Ordinal)
        );
        foreach (var row in rows.Where(r => r[1] != "–"))
            Assert.All(tests[row[0]], m => Assert.Equal([false, true], Sides(m)));
    }

    private static IEnumerable<bool> Sides(MethodInfo test) =>
        test.GetCustomAttributes<InlineDataAttribute>().Select(d => (bool)d.Data[0]!).Distinct().Order();
}
