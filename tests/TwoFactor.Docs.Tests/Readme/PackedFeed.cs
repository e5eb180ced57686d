[assembly: AssemblyFixture(typeof(TwoFactor.Docs.Tests.PackedFeed))]

namespace TwoFactor.Docs.Tests;

/// <summary>The packages as <c>eng/pack</c> makes them, once for all tests of the suite.</summary>
public sealed class PackedFeed
{
    private readonly Lazy<Task<string>> _packing = new(MakeAsync);

    /// <summary>Packs, or waits for the packing that has begun.</summary>
    /// <returns>The folder of the feed.</returns>
    public Task<string> PackAsync() => _packing.Value;

    /// <summary>Puts the feed where a clone has it after <c>eng/pack</c>.</summary>
    public void LinkInto(string clone)
    {
        Directory.CreateDirectory(Path.Combine(clone, "artifacts"));
        Directory.CreateSymbolicLink(Path.Combine(clone, "artifacts", "feed"), _packing.Value.Result);
    }

    private static async Task<string> MakeAsync()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("eng/pack is for a Unix shell.");

        await Shell.RunAsync(Repository.Root, "eng/pack");
        return Repository.PathOf("artifacts/feed");
    }
}
