using System.Text.RegularExpressions;

namespace TwoFactor.Docs.Tests;

public sealed partial class LinkTests
{
    public static TheoryData<string> Documents => [.. Repository.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_of_a_document_leads_to_a_file_and_a_heading_that_exist(string document) =>
        Assert.Empty(Broken(document, Repository.Read(document)));

    [Theory]
    [InlineData("[one](docs/nowhere.md)")]
    [InlineData("[one](README.md#no-such-heading)")]
    [InlineData("![one](docs/screenshots/none.png)")]
    [InlineData("[one](docs/architecture.md) and [two](#nothing)")]
    public void A_link_to_nothing_is_found(string text) => Assert.Single(Broken("README.md", text));

    [Theory]
    [InlineData("[one](https://example.com/nowhere.md)")]
    [InlineData("[one](docs/architecture.md#where-do-i-change-what)")]
    [InlineData("# A heading, with `code`\n[one](#a-heading-with-code)")]
    [InlineData("[one](docs/decisions/)")]
    [InlineData("```sh\necho [one](nowhere.md)\n```")]
    public void A_link_that_leads_somewhere_or_outside_passes(string text) => Assert.Empty(Broken("README.md", text));

    [Fact]
    public void Every_guide_and_decision_stands_in_the_index_of_its_folder()
    {
        foreach (var folder in new[] { "docs/guides", "docs/decisions" })
        {
            var index = Repository.Read($"{folder}/README.md");
            Assert.All(
                Repository.Documents.Where(d => d.StartsWith($"{folder}/", StringComparison.Ordinal)),
                d =>
                    Assert.True(
                        d.EndsWith("/README.md", StringComparison.Ordinal)
                            || index.Contains($"]({Path.GetFileName(d)})"),
                        d
                    )
            );
        }
    }

    private static IEnumerable<string> Broken(string document, string text) =>
        Link()
            .Matches(MarkdownBlocks.Prose(text))
            .Select(m => m.Groups[1].Value)
            .Where(l => !Outside().IsMatch(l) && !Leads(document, text, l))
            .Select(l => $"{document}: {l}");

    private static bool Leads(string document, string text, string link)
    {
        var (path, heading) = link.Split('#') is [var p, var h] ? (p, h) : (link, "");
        var target =
            path.Length == 0
                ? Repository.PathOf(document)
                : Path.GetFullPath(Uri.UnescapeDataString(path), Path.GetDirectoryName(Repository.PathOf(document))!);
        if (!File.Exists(target))
            return heading.Length == 0 && Directory.Exists(target);

        return heading.Length == 0 || Headings(path.Length == 0 ? text : File.ReadAllText(target)).Contains(heading);
    }

    // As GitHub names them: in small letters, blanks as dashes, without punctuation.
    private static IEnumerable<string> Headings(string text) =>
        Heading()
            .Matches(MarkdownBlocks.Prose(text))
            .Select(m => NotInAnchor().Replace(m.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:")]
    private static partial Regex Outside();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
