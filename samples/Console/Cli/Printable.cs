using System.Globalization;
using System.Text;
using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>
/// What is stored may be older than the rules for it, or written by another hand: what would move the cursor, hide or
/// turn text around is printed as its number.
/// </summary>
internal static class Printable
{
    /// <summary>For a terminal: <c>root\u001B[2J</c>.</summary>
    public static string Escape(string text)
    {
        if (PlainText.IsPlain(text))
            return text;

        var escaped = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var length = Rune.TryGetRuneAt(text, i, out var rune) ? rune.Utf16SequenceLength : 1;
            var part = text.Substring(i, length);
            if (PlainText.IsPlain(part))
                escaped.Append(part);
            else
                AppendNumbers(escaped, part);

            i += length - 1;
        }

        return escaped.ToString();
    }

    /// <summary>For JSON, where such a character can stand in a string alone: the same text by another spelling.</summary>
    public static string EscapeJson(string json) => Escape(json);

    /// <summary>For a page with markup.</summary>
    public static string Markup(string text) => Spectre.Console.Markup.Escape(Escape(text));

    private static void AppendNumbers(StringBuilder escaped, string part)
    {
        foreach (var c in part)
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
    }
}
