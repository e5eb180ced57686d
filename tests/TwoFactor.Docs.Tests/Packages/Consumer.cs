using System.Text.Json;
using System.Text.RegularExpressions;

namespace TwoFactor.Docs.Tests;

/// <summary>
/// An empty project with references to packages of the packed feed. Its NuGet configuration takes our packages from
/// that feed alone, and all others from the sources of the machine.
/// </summary>
internal sealed partial class Consumer : IDisposable
{
    private readonly StrangersHome _home = new();

    private Consumer() { }

    /// <summary>The packages that the project names, by id.</summary>
    public IReadOnlyDictionary<string, string> Named { get; private set; } = new Dictionary<string, string>();

    /// <summary>The packages that come along, by id.</summary>
    public IReadOnlyDictionary<string, string> Transitive { get; private set; } = new Dictionary<string, string>();

    public static async Task<Consumer> RestoreAsync(PackedFeed feed, params string[] packages)
    {
        var consumer = new Consumer();
        try
        {
            await consumer.WriteAsync(await feed.PackAsync(), packages);
            await consumer._home.RunAsync(consumer._home.Folder, "dotnet restore");
            await consumer.ListAsync();
            return consumer;
        }
        catch
        {
            consumer.Dispose();
            throw;
        }
    }

    public void Dispose() => _home.Dispose();

    private async Task WriteAsync(string feed, string[] packages)
    {
        var (output, _) = await _home.AnswerAsync(_home.Folder, "dotnet nuget list source", _ => null);
        var sources = output.Select(l => EnabledSource().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value);
        await File.WriteAllTextAsync(
            Path.Combine(_home.Folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources><add key="two-factor" value="{feed}" /></packageSources>
              <packageSourceMapping>
                <packageSource key="two-factor"><package pattern="TwoFactor" /><package pattern="TwoFactor.*" /></packageSource>
                {string.Concat(
                sources.Select(s => $"""<packageSource key="{s}"><package pattern="*" /></packageSource>""")
            )}
              </packageSourceMapping>
            </configuration>
            """
        );
        await File.WriteAllTextAsync(
            Path.Combine(_home.Folder, "Consumer.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(p => $"""<PackageReference Include="{p}" Version="*" />"""))}
              </ItemGroup>
            </Project>
            """
        );
    }

    private async Task ListAsync()
    {
        const string Command = "dotnet list package --include-transitive --format json";
        var (output, exitCode) = await _home.AnswerAsync(_home.Folder, Command, _ => null);
        Assert.Equal(0, exitCode);
        using var json = JsonDocument.Parse(string.Join('\n', output));
        var framework = json.RootElement.GetProperty("projects")[0].GetProperty("frameworks")[0];
        (Named, Transitive) = (Packages(framework, "topLevelPackages"), Packages(framework, "transitivePackages"));
    }

    private static Dictionary<string, string> Packages(JsonElement framework, string list) =>
        framework.TryGetProperty(list, out var packages)
            ? packages
                .EnumerateArray()
                .ToDictionary(
                    p => p.GetProperty("id").GetString()!,
                    p => p.GetProperty("resolvedVersion").GetString()!,
                    StringComparer.Ordinal
                )
            : [];

    [GeneratedRegex(@"^\s*\d+\.\s+(.+?) \[Enabled\]")]
    private static partial Regex EnabledSource();
}
