using Microsoft.Extensions.Localization;

namespace WebSample;

/// <summary>
/// The texts of the pages. The pages contain the English texts. Names of codes, and other languages, are in the
/// resource files beside this class.
/// </summary>
public sealed class Texts;

/// <summary>Names of the library's codes.</summary>
public static class CodeTexts
{
    /// <summary>The name of an event, outcome, reason or method; the text itself if it is not a code.</summary>
    public static string Code(this IStringLocalizer texts, string? code)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (code is null)
            return "";

        var found = texts[$"code.{code}"];
        return found.ResourceNotFound ? code : found.Value;
    }
}
