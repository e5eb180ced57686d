using System.Diagnostics;

namespace TwoFactor.Docs.Tests;

/// <summary>
/// A home folder in which nothing of this repository was ever restored: its own package cache, so that a package of the
/// same version from an earlier run is not taken for the new one, and the machine's own package sources.
/// </summary>
internal sealed class StrangersHome : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("two-factor-stranger-").FullName;
    private readonly Dictionary<string, string> _environment;

    public StrangersHome()
    {
        Clone = Directory.CreateDirectory(Path.Combine(_root, "clone")).FullName;
        Folder = Directory.CreateDirectory(Path.Combine(_root, "trial")).FullName;
        var home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        _environment = new(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["DOTNET_CLI_HOME"] = home,
            ["NUGET_PACKAGES"] = Path.Combine(home, "packages"),
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };
        CopySources(home);
    }

    /// <summary>Where the repository would be.</summary>
    public string Clone { get; }

    /// <summary>The empty folder.</summary>
    public string Folder { get; }

    public Task RunAsync(string folder, string commands) => Shell.RunAsync(folder, commands, _environment);

    public Task<(IReadOnlyList<string> Output, int ExitCode)> AnswerAsync(
        string folder,
        string commands,
        Func<string, string?> answerTo
    ) => Shell.AnswerAsync(folder, commands, answerTo, _environment);

    /// <summary>Starts a program in the empty folder, and leaves it running.</summary>
    public Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;

        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void CopySources(string home)
    {
        var machine = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ".nuget",
            "NuGet",
            "NuGet.Config"
        );
        if (!File.Exists(machine))
            return;

        var target = Path.Combine(home, ".nuget", "NuGet");
        Directory.CreateDirectory(target);
        File.Copy(machine, Path.Combine(target, "NuGet.Config"));
    }
}
