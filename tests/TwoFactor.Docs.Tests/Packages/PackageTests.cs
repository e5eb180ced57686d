using System.IO.Compression;
using System.Xml.Linq;

namespace TwoFactor.Docs.Tests;

/// <summary>What every package of the feed holds, and what it asks of its host.</summary>
public sealed class PackageTests(PackedFeed feed)
{
    [Fact]
    public async Task Every_project_of_src_is_a_package_with_symbols()
    {
        var folder = await feed.PackAsync();
        Assert.Equal(Projects(), Ids(folder, ".nupkg"));
        Assert.Equal(Projects(), Ids(folder, ".snupkg"));
        foreach (var file in Directory.EnumerateFiles(folder, "*.snupkg"))
        {
            await using var package = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
            Assert.Contains(package.Entries, e => e.FullName == $"lib/net10.0/{IdOf(file)}.pdb");
        }
    }

    [Fact]
    public async Task Every_package_holds_a_readme_of_its_own_an_icon_XML_docs_a_licence_and_its_repository()
    {
        foreach (var file in Directory.EnumerateFiles(await feed.PackAsync(), "*.nupkg"))
        {
            var id = IdOf(file);
            await using var package = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
            var metadata = Metadata(package);
            Assert.Equal(id, Value(metadata, "id"));
            Assert.StartsWith($"# {id}\n", Text(package, Value(metadata, "readme")), StringComparison.Ordinal);
            Assert.Equal("MIT", Value(metadata, "license"));
            Assert.True(package.GetEntry(Value(metadata, "icon"))?.Length > 0, id);
            Assert.Contains("<member name=\"T:", Text(package, $"lib/net10.0/{id}.xml"), StringComparison.Ordinal);
            var repository = metadata.Elements().Single(e => e.Name.LocalName == "repository");
            Assert.Equal("git", repository.Attribute("type")?.Value);
            Assert.StartsWith("https://", repository.Attribute("url")?.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_package_asks_for_a_later_patch_of_the_framework_than_the_first()
    {
        foreach (var file in Directory.EnumerateFiles(await feed.PackAsync(), "*.nupkg"))
        {
            await using var package = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
            Assert.All(
                Metadata(package)
                    .Descendants()
                    .Where(e => e.Name.LocalName == "dependency")
                    .Select(e => (Id: e.Attribute("id")!.Value, Version: e.Attribute("version")!.Value))
                    .Where(d => d.Id.StartsWith("Microsoft.", StringComparison.Ordinal) || d.Id == "Npgsql")
                    .Where(d => !d.Id.StartsWith("Microsoft.IdentityModel.", StringComparison.Ordinal)),
                d => Assert.Equal((d.Id, "10.0.0"), d)
            );
        }
    }

    private static IEnumerable<string> Projects() =>
        Directory
            .EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Ids(string feed, string extension) =>
        Directory.EnumerateFiles(feed, $"*{extension}").Select(IdOf).Order(StringComparer.Ordinal);

    // TwoFactor.Sms.0.1.0.nupkg: the version begins at the first part that is a number.
    private static string IdOf(string file) =>
        string.Join('.', Path.GetFileName(file).Split('.').TakeWhile(p => !char.IsAsciiDigit(p[0])));

    private static XElement Metadata(ZipArchive package)
    {
        using var nuspec = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name) =>
        metadata.Elements().Single(e => e.Name.LocalName == name).Value;

    private static string Text(ZipArchive package, string entry)
    {
        using var reader = new StreamReader(package.GetEntry(entry)!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
