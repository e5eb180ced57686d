namespace TwoFactor.Docs.Tests;

/// <summary>A fenced block of a document.</summary>
/// <param name="Document">The document, relative to the root.</param>
/// <param name="Line">The number of the first line inside the fence.</param>
/// <param name="Language">What stands behind the opening fence, e.g. <c>csharp</c>; empty for none.</param>
/// <param name="Context">What the comment before the fence says behind <c>snippet:</c>; empty for none.</param>
/// <param name="Text">The lines between the fences.</param>
internal sealed record MarkdownBlock(string Document, int Line, string Language, string Context, string Text)
{
    public string Id => $"{Document}:{Line}";
}
