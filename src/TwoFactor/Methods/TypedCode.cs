using System.Globalization;
using System.Text;

namespace TwoFactor.Methods;

/// <summary>
/// The one place that normalises typed codes, for every method. It reads by Unicode class. White space, control, format
/// (Cf) and dash characters (Pd, U+30FC, U+FF70) are dropped anywhere. Decimal digits (Nd) of any script and full-width
/// letters become ASCII. Any other character stays, and makes the text invalid as a code.
/// </summary>
public static class TypedCode
{
    /// <summary>The longest text that is read: 1,024 characters. A longer text is not a code.</summary>
    public const int MaxLength = 1_024;

    /// <summary>Stands for white space and control characters.</summary>
    internal const char Space = ' ';

    /// <summary>Stands for dashes.</summary>
    internal const char Dash = '-';

    /// <summary>Stands for format characters: they are invisible, so they separate nothing.</summary>
    internal const char Invisible = '\0';

    /// <summary>Stands for any other character, and for a lone surrogate.</summary>
    internal const char Other = '\uFFFD';

    /// <summary>Reads a code made of digits.</summary>
    /// <param name="typed">The text as typed or pasted.</param>
    /// <param name="digits">Receives the digits in ASCII, leading zeros kept.</param>
    /// <returns>
    /// The number of digits; -1 if there are none or more than <paramref name="digits"/> can hold, or if the text has
    /// other characters than digits and dropped ones. So <c>+12345</c>, <c>0x12</c> and <c>12.456</c> are not codes.
    /// </returns>
    public static int ReadDigits(ReadOnlySpan<char> typed, Span<char> digits)
    {
        if (typed.Length > MaxLength)
            return -1;

        var count = 0;
        while (!typed.IsEmpty)
        {
            var c = Take(ref typed);
            if (IsDropped(c))
                continue;

            if (!char.IsAsciiDigit(c) || count == digits.Length)
                return -1;

            digits[count++] = c;
        }

        return count == 0 ? -1 : count;
    }

    /// <summary>The value of a code with exactly <paramref name="digits"/> digits, or -1.</summary>
    internal static int ParseDigits(ReadOnlySpan<char> typed, int digits)
    {
        Span<char> code = stackalloc char[TotpParameters.MaxDigits];
        if (ReadDigits(typed, code[..digits]) != digits)
            return -1;

        var value = 0;
        foreach (var c in code[..digits])
            value = (value * 10) + (c - '0');

        return value;
    }

    /// <summary>Whether a text is a code with that many digits, whatever its value.</summary>
    internal static bool HasDigits(ReadOnlySpan<char> typed, int min, int max)
    {
        Span<char> digits = stackalloc char[max];
        return ReadDigits(typed, digits) >= min;
    }

    internal static bool IsDropped(char read) => read is Space or Dash or Invisible;

    /// <summary>
    /// Takes the first character of a text and normalises it: to an ASCII letter or digit, or to one of the four above.
    /// </summary>
    internal static char Take(ref ReadOnlySpan<char> typed)
    {
        var c = typed[0];
        if (char.IsAscii(c))
        {
            typed = typed[1..];
            return ReadAscii(c);
        }

        _ = Rune.DecodeFromUtf16(typed, out var rune, out var length);
        typed = typed[length..];
        return Read(rune);
    }

    private static char ReadAscii(char c)
    {
        if (char.IsAsciiLetterOrDigit(c) || c == Dash)
            return c;

        return char.IsControl(c) || c == Space ? Space : Other;
    }

    // The decoder turns a lone surrogate into U+FFFD, which is a symbol.
    private static char Read(Rune rune)
    {
        if (rune.Value is 0x30FC or 0xFF70)
            return Dash;

        // Full-width letters are 0xFEE0 above their ASCII counterparts.
        if (rune.Value is (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A))
            return (char)(rune.Value - 0xFEE0);

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => (char)('0' + (int)Rune.GetNumericValue(rune)),
            UnicodeCategory.DashPunctuation => Dash,
            UnicodeCategory.Format => Invisible,
            UnicodeCategory.Control => Space,
            _ when Rune.IsWhiteSpace(rune) => Space,
            _ => Other,
        };
    }
}
