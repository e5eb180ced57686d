using System.Text.RegularExpressions;

namespace TwoFactor.Docs.Tests;

/// <summary>Reads the fenced blocks of documents.</summary>
internal static partial class MarkdownBlocks
{
    public static IReadOnlyList<MarkdownBlock> All { get; } =
    [.. Repository.Documents.SelectMany(d => Read(d, Repository.Read(d)))];

    public static IEnumerable<MarkdownBlock> Read(string document, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var context = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (Comment().Match(lines[i]) is { Success: true } comment)
            {
                context = comment.Groups[1].Value;
                continue;
            }

            if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                var end = Array.FindIndex(lines, i + 1, l => l.TrimEnd() == fence.Groups[1].Value);
                if (end < 0)
                    throw new InvalidDataException($"{document}:{i + 1}: the block has no end.");

                yield return new(
                    document,
                    i + 2,
                    fence.Groups[2].Value,
                    context,
                    string.Join('\n', lines[(i + 1)..end])
                );
                i = end;
            }

            // A comment holds for the block right below it.
            if (lines[i].Length > 0)
                context = "";
        }
    }

    /// <summary>The document without its fenced blocks.</summary>
    public static string Prose(string text) => Block().Replace(text.ReplaceLineEndings("\n"), "");

    [GeneratedRegex("^<!-- snippet: (.+) -->$")]
    private static partial Regex Comment();

    [GeneratedRegex("^(`{3,})([a-z]*)$")]
    private static partial Regex Fence();

    [GeneratedRegex("^(?<fence>`{3,})[a-z]*\n.*?^\\k<fence>$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
