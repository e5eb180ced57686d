using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// The tables of texts, one for each language. The key of a text is its English wording, so the English table has only
/// the names of codes and the sentences of events.
/// </summary>
internal static class TextTables
{
    private static readonly ConcurrentDictionary<string, ResourceSet?> s_tables = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Languages { get; } = ["en", "ja", "de", "fr", "es", "pt", "zh-Hans", "ar"];

    /// <summary>The text in the language or a parent of it, or in English; null if no table has it.</summary>
    public static string? Find(string key, CultureInfo culture)
    {
        for (var language = culture; language.Name.Length > 0; language = language.Parent)
        {
            if (Table(language.Name)?.GetString(key) is { } text)
                return text;
        }

        return Table("en")!.GetString(key);
    }

    public static ResourceSet? Table(string language) =>
        s_tables.GetOrAdd(
            language,
            name =>
                typeof(TextTables).Assembly.GetManifestResourceStream($"Texts.{name}.resources") is { } stream
                    ? new ResourceSet(stream)
                    : null
        );
}
