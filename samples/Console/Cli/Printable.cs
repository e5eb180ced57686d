using System.Globalization;
using System.Text;
using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>
/// Makes stored text safe to print. It may be older than the rules for plain text, or come from another program.
/// Characters that move the cursor, are invisible or reverse text are printed as their numbers.
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

    /// <summary>
    /// For JSON: such characters occur only within strings, where the escape is another spelling of the same text.
    /// </summary>
    public static string EscapeJson(string json) => Escape(json);

    /// <summary>For Spectre.Console markup.</summary>
    public static string Markup(string text) => Spectre.Console.Markup.Escape(Escape(text));

    private static void AppendNumbers(StringBuilder escaped, string part)
    {
        foreach (var c in part)
            escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
    }
}
