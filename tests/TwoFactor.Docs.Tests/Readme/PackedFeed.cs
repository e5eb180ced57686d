namespace TwoFactor.Docs.Tests;

/// <summary>The packages as <c>eng/pack</c> makes them, once for all tests of a class.</summary>
public sealed class PackedFeed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("two-factor-feed-").FullName;
    private Task<string>? _packing;

    public Task<string> PackAsync() => _packing ??= MakeAsync();

    /// <summary>Puts the feed where a clone has it after <c>eng/pack</c>.</summary>
    public void LinkInto(string clone)
    {
        Directory.CreateDirectory(Path.Combine(clone, "artifacts"));
        Directory.CreateSymbolicLink(Path.Combine(clone, "artifacts", "feed"), _packing!.Result);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> MakeAsync()
    {
        if (File.Exists(Repository.PathOf("eng/pack")))
        {
            await Shell.RunAsync(Repository.Root, "eng/pack");
            return Repository.PathOf("artifacts/feed");
        }

        foreach (
            var project in Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
        )
            await Shell.RunAsync(
                Repository.Root,
                $"dotnet pack '{project}' -c Release -o '{_folder}' --nologo -v quiet -p:RunAnalyzers=false"
            );

        return _folder;
    }
}
