namespace TwoFactor.Docs.Tests;

/// <summary>The checked-out files that the tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every Markdown file that users or contributors read, relative to the root.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        .. Directory
            .EnumerateFiles(Root, "*.md", SearchOption.TopDirectoryOnly)
            .Concat(Under("docs"))
            .Concat(Under("src"))
            .Concat(Under("samples"))
            .Select(f => Path.GetRelativePath(Root, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string PathOf(string document) => Path.Combine(Root, document);

    public static string Read(string document) => File.ReadAllText(PathOf(document));

    private static IEnumerable<string> Under(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(Root, f).Split(Path.DirectorySeparatorChar).Any(IsGenerated));

    private static bool IsGenerated(string folder) => folder is "bin" or "obj" or "node_modules" or "wwwroot";

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "TwoFactor.sln")))
                return folder;
        }

        throw new InvalidOperationException("The tests do not run inside the repository: TwoFactor.sln was not found.");
    }
}
