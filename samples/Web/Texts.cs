using Microsoft.Extensions.Localization;

namespace WebSample;

/// <summary>
/// The texts of the pages: English in the pages themselves, names of codes and other languages in the resource files
/// beside this class.
/// </summary>
public sealed class Texts;

/// <summary>Names of the library's codes.</summary>
public static class CodeTexts
{
    /// <summary>What an event, an outcome, a reason or a method is called; the text itself if it is no code.</summary>
    public static string Code(this IStringLocalizer texts, string? code)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (code is null)
            return "";

        var found = texts[$"code.{code}"];
        return found.ResourceNotFound ? code : found.Value;
    }
}
