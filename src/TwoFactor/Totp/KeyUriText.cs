using System.Globalization;
using System.Text;

namespace TwoFactor;

/// <summary>Reads the characters of a key URI strictly: damaged text is refused, not guessed.</summary>
internal static class KeyUriText
{
    private static readonly UTF8Encoding s_utf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Decodes percent escapes; null if an escape is broken or the bytes are not UTF-8.</summary>
    public static string? Unescape(string text, bool isPlusSpace)
    {
        if (isPlusSpace)
            text = text.Replace('+', ' ');

        if (!text.Contains('%', StringComparison.Ordinal))
            return text;

        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                var end = text.IndexOf('%', i);
                var plain = end < 0 ? text[i..] : text[i..end];
                bytes.AddRange(Encoding.UTF8.GetBytes(plain));
                i += plain.Length - 1;
            }
            else if (
                i + 2 < text.Length
                && byte.TryParse(
                    text.AsSpan(i + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var value
                )
            )
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                return null;
            }
        }

        try
        {
            return s_utf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Removes what copying leaves at both ends: white space, line ends, byte-order marks.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsBlank(text[start]))
            start++;

        while (end > start && IsBlank(text[end - 1]))
            end--;

        return text[start..end];
    }

    private static bool IsBlank(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;
}
