using System.Globalization;
using System.Text;

namespace TwoFactor;

/// <summary>
/// The rule for every text that is stored, logged or printed: user ids, actors, reasons, names of factors and devices,
/// and names in a policy. It refuses control, format, line-separator and paragraph-separator characters (Cc, Cf, Zl,
/// Zp) and lone surrogates. They move cursors, reverse text or are invisible, and stores do not keep them alike.
/// </summary>
public static class PlainText
{
    /// <summary>Whether a text has no refused character.</summary>
    /// <param name="text">The text.</param>
    public static bool IsPlain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FindOther(text) < 0;
    }

    /// <summary>Throws if a text is not plain.</summary>
    /// <param name="text">The text; null is plain.</param>
    /// <param name="field">The name of the field, e.g. <c>reason</c>, for the message.</param>
    /// <exception cref="PlainTextException">The text has a refused character.</exception>
    public static void ThrowIfNotPlain(string? text, string field)
    {
        if (text is not null && Problem(text) is { } problem)
            throw new PlainTextException($"The {field} {problem}.", field);
    }

    /// <summary>
    /// What is wrong with a text, or null. It continues a sentence whose subject is the text. It names the character,
    /// never the text.
    /// </summary>
    internal static string? Problem(string text)
    {
        var at = FindOther(text);
        if (at < 0)
            return null;

        var isWhole = Rune.TryGetRuneAt(text, at, out var rune);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"has a character at position {at + 1} that is not plain text "
                + $"(U+{(isWhole ? rune.Value : text[at]):X4}); leave it out"
        );
    }

    /// <summary>
    /// Whether every store accepts a text as a key: some accept neither NUL nor a lone surrogate. For texts that were
    /// stored before this rule existed.
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

    /// <summary>The text without refused characters, and with single spaces in place of line breaks.</summary>
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

    /// <summary>The longest beginning of a text that fits, cut between two grapheme clusters.</summary>
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
