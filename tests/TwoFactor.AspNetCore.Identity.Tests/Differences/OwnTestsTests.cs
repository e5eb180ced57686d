using System.Text.RegularExpressions;

namespace TwoFactor.Tests;

/// <summary>Decision 0091 names a test of ours, or a row of the guide, for each test of Identity.</summary>
public sealed partial class OwnTestsTests
{
    private const string Record = "docs/decisions/0091-identitys-own-tests.md";

    [Fact]
    public void Every_test_of_Identity_has_one_of_ours_that_exists_or_a_row_of_the_guide()
    {
        var rows = Repository.Rows().Select(r => r[0]).ToHashSet(StringComparer.Ordinal);
        var sources = Repository.TestSources();
        Assert.All(
            Lines(),
            line =>
            {
                var tests = Test().Matches(line.Ours).Select(m => (Class: m.Groups[1].Value, Name: m.Groups[2].Value));
                var named = Row().Matches(line.Ours).Select(m => m.Groups[1].Value).ToList();
                Assert.True(tests.Any() || named.Count > 0, line.Theirs);
                Assert.All(named, row => Assert.Contains(row, rows));
                Assert.All(
                    tests,
                    t =>
                        Assert.True(
                            sources.TryGetValue($"{t.Class}.cs", out var text) && text.Contains($" {t.Name}("),
                            $"{t.Class}.{t.Name}"
                        )
                );
            }
        );
    }

    [Fact]
    public void No_test_of_Identity_is_named_twice()
    {
        var theirs = Lines().Select(l => l.Theirs).ToList();
        Assert.NotEmpty(theirs);
        Assert.Equal(theirs.Distinct(StringComparer.Ordinal), theirs);
    }

    private static List<(string Theirs, string Ours)> Lines()
    {
        var (lines, file) = (new List<(string, string)>(), "");
        foreach (var line in Repository.Lines(Record))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                file = line[3..];

            if (line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|') is [_, var theirs, var ours, _])
                lines.Add(($"{file} {theirs.Trim()}", ours));
        }

        return lines;
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex Test();

    [GeneratedRegex("row “([^”]+)”")]
    private static partial Regex Row();
}
