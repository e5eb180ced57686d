using System.Globalization;

namespace TwoFactor.Methods;

/// <summary>Chooses the language of a message among those that there are texts for (RFC 4647 §3.4).</summary>
public static class MessageLanguages
{
    // RFC 5646 §4.4.1.
    private const int MaxTag = 35;

    /// <summary>
    /// The language that fits: the one that is wanted, or else a parent language. Chinese is told apart by script, and
    /// a region implies the script.
    /// </summary>
    /// <param name="languages">The languages that there are texts for, as BCP 47 tags.</param>
    /// <param name="wanted">The user's language as a BCP 47 tag, in any case, also with underscores; or null.</param>
    /// <returns>A tag of <paramref name="languages"/> as it is spelled there; null if none fits.</returns>
    public static string? Find(IReadOnlyCollection<string> languages, string? wanted)
    {
        ArgumentNullException.ThrowIfNull(languages);
        for (var tag = Canonical(wanted); tag.Length > 0; tag = Parent(tag))
        {
            if (languages.FirstOrDefault(l => l.Equals(tag, StringComparison.OrdinalIgnoreCase)) is { } found)
                return found;
        }

        return null;
    }

    private static string Canonical(string? language)
    {
        if (language is null || language.Length > MaxTag)
            return "";

        var tag = language.Replace('_', '-');
        var isChinese =
            tag.Equals("zh", StringComparison.OrdinalIgnoreCase)
            || tag.StartsWith("zh-", StringComparison.OrdinalIgnoreCase);
        if (!isChinese || tag.Contains("-Han", StringComparison.OrdinalIgnoreCase))
            return tag;

        var region = tag[(tag.LastIndexOf('-') + 1)..].ToUpper(CultureInfo.InvariantCulture);
        return region is "TW" or "HK" or "MO" ? "zh-Hant" : "zh-Hans";
    }

    private static string Parent(string tag)
    {
        var dash = tag.LastIndexOf('-');
        return dash < 0 ? "" : tag[..dash];
    }
}
