namespace TwoFactor.Tests;

/// <summary>What the documents and the tests say.</summary>
internal static class Repository
{
    private const string Head = "| | Identity | with the package |";

    public static IEnumerable<string> Lines(string path) => File.ReadLines(Path.Combine(Root(), path));

    /// <summary>The rows of the guide's table of differences: what, with Identity, with the package.</summary>
    public static List<string[]> Rows() =>
        [
            .. Lines("docs/guides/identity.md")
                .SkipWhile(l => l != Head)
                .Skip(2)
                .TakeWhile(l => l.StartsWith('|'))
                .Select(l => l.Split('|')[1..3].Select(c => c.Trim()).ToArray()),
        ];

    /// <summary>The sources of the tests that concern Identity, by the name of their file.</summary>
    public static Dictionary<string, string> TestSources() =>
        new[] { "TwoFactor.AspNetCore.Identity.Tests", "TwoFactor.Docs.Tests/Identity" }
            .Select(folder => Path.Combine(Root(), "tests", folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*Tests.cs", SearchOption.AllDirectories))
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllText, StringComparer.Ordinal);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TwoFactor.sln")))
            folder = Path.GetDirectoryName(folder)!;

        return folder;
    }
}
