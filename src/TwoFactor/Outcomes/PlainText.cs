using System.Globalization;
using System.Text;

namespace TwoFactor;

/// <summary>
/// The rule for every text that is stored, logged or printed: user ids, actors, reasons, names of factors and devices,
/// and the names in a policy. Control, format, line-separator and paragraph-separator characters (Cc, Cf, Zl, Zp) and
/// halves of surrogate pairs are refused: they move cursors, turn text around, hide, and no two stores keep them alike.
/// </summary>
public static class PlainText
{
    /// <summary>Whether a text holds none of the characters that are refused.</summary>
    /// <param name="text">The text.</param>
    public static bool IsPlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FindOther(text) < 0;
    }

    /// <summary>Throws unless a text is plain.</summary>
    /// <param name="text">The text; null is plain.</param>
    /// <param name="field">What the text is, e.g. <c>reason</c>; the message names it.</param>
    /// <exception cref="PlainTextException">The text holds a character that is refused.</exception>
    public static void ThrowIfNotPlain(string? text, string field)
    {
        if (text is not null && Problem(text) is { } problem)
            throw new PlainTextException($"The {field} {problem}.", field);
    }

    /// <summary>
    /// What is wrong with a text, to be put after what it is, or null. It names the character and never the text.
    /// </summary>
    internal static string? Problem(string text)
    {
        var at = FindOther(text);
        if (at < 0)
            return null;

        var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"has a character at position {at + 1} that is not plain text (U+{(isWhole ? rune.Value : text[at]):X4}); leave it out"
        );
    }

    /// <summary>
    /// Whether every store can be asked for a text: some take neither NUL nor half a surrogate pair. For what may have
    /// been stored before the rule was there.
    /// </summary>
    internal static bool CanBeStored(string text) =>
        !text.Contains('\0', StringComparison.Ordinal) && !HasLoneSurrogate(text);

    internal static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;

            if (!Rune.TryGetRuneAt(text, i, out _))
                return true;

            i++;
        }

        return false;
    }

    /// <summary>The same text without what is refused, and with single spaces in place of line breaks.</summary>
    internal static string Clean(string text)
    {
        if (FindOther(text) < 0)
            return text.Trim();

        var clean = new StringBuilder(text.Length);
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty; )
        {
            var status = Rune.DecodeFromUtf16(rest, out var rune, out var length);
            if (status == System.Buffers.OperationStatus.Done && !IsOther(rune))
                clean.Append(rest[..length]);
            else if (Rune.IsWhiteSpace(rune) && clean.Length > 0 && clean[^1] != ' ')
                clean.Append(' ');

            rest = rest[length..];
        }

        return clean.ToString().Trim();
    }

    /// <summary>The beginning of a text that fits, cut between two characters as a reader sees them.</summary>
    internal static string Shorten(string text, Func<string, bool> fits)
    {
        if (fits(text))
            return text;

        var ends = StringInfo.ParseCombiningCharacters(text);
        var (low, high) = (0, ends.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (fits(text[..ends[middle]]))
                low = middle;
            else
                high = middle - 1;
        }

        return text[..ends[low]].TrimEnd();
    }

    internal static string Shorten(string text, int maxLength) => Shorten(text, t => t.Length <= maxLength);

    private static int FindOther(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsBetween(text[i], ' ', '~'))
                continue;

            if (!Rune.TryGetRuneAt(text, i, out var rune) || IsOther(rune))
                return i;

            i += rune.Utf16SequenceLength - 1;
        }

        return -1;
    }

    private static bool IsOther(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
