namespace TwoFactor.Docs.Tests;

/// <summary>
/// What a snippet may count on, from the comment above it: <c>&lt;!-- snippet: web, given IPolicyService policy
/// --&gt;</c>. <c>web</c> means a project of the web SDK; <c>given</c> means that the snippet stands in an asynchronous
/// method of a class with these fields. Without a comment it is a file of its own in a console project.
/// </summary>
/// <param name="IsWeb">Whether the implicit usings are those of the web SDK.</param>
/// <param name="Given">The fields; null if the snippet is a whole file.</param>
internal sealed record SnippetContext(bool IsWeb, IReadOnlyList<string>? Given)
{
    private const string Web = "web";
    private const string GivenPrefix = "given ";

    public static SnippetContext Parse(string text)
    {
        var isWeb = text == Web || text.StartsWith($"{Web}, ", StringComparison.Ordinal);
        var rest = isWeb ? text[Math.Min(text.Length, Web.Length + 2)..] : text;
        return rest switch
        {
            "" => new(isWeb, null),
            _ when rest.StartsWith(GivenPrefix, StringComparison.Ordinal) => new(
                isWeb,
                [.. rest[GivenPrefix.Length..].Split(", ")]
            ),
            _ => throw new InvalidDataException(
                $"'{text}' is no context of a snippet. Write 'web', 'given TYPE NAME, …', or both."
            ),
        };
    }
}
