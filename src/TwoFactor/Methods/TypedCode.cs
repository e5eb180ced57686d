using System.Globalization;
using System.Text;

namespace TwoFactor.Methods;

/// <summary>
/// The one place where a code as typed becomes a code, for every method. It reads by Unicode class: white space,
/// control, format (Cf) and dash characters (Pd, U+30FC, U+FF70) are dropped anywhere; decimal digits (Nd) of any
/// script and full-width letters become ASCII; everything else stands for itself, and is no part of a code.
/// </summary>
public static class TypedCode
{
    /// <summary>The most characters that are looked at: 1,024. A longer text is no code.</summary>
    public const int MaxLength = 1_024;

    /// <summary>What white space and control characters are read as.</summary>
    internal const char Space = ' ';

    /// <summary>What dashes are read as.</summary>
    internal const char Dash = '-';

    /// <summary>What format characters are read as: they cannot be seen, and divide nothing.</summary>
    internal const char Invisible = '\0';

    /// <summary>What any other character is read as, and half a surrogate pair.</summary>
    internal const char Other = '\uFFFD';

    /// <summary>Reads a code of digits.</summary>
    /// <param name="typed">The text as typed or pasted.</param>
    /// <param name="digits">Receives the digits in ASCII, leading zeros kept.</param>
    /// <returns>
    /// How many digits there are; -1 if there is none, if there are more than <paramref name="digits"/> holds, or if
    /// there is anything besides digits and what is dropped: <c>+12345</c>, <c>0x12</c> and <c>12.456</c> are no codes.
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

    /// <summary>The value of exactly <paramref name="digits"/> digits, or -1.</summary>
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

    /// <summary>Whether a text is a code of so many digits, whatever they are.</summary>
    internal static bool HasDigits(ReadOnlySpan<char> typed, int min, int max)
    {
        Span<char> digits = stackalloc char[max];
        return ReadDigits(typed, digits) >= min;
    }

    internal static bool IsDropped(char read) => read is Space or Dash or Invisible;

    /// <summary>
    /// Takes the first character of a text, as it is read: an ASCII letter or digit, or one of the four above.
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

    // A lone surrogate was decoded as U+FFFD, which is a symbol.
    private static char Read(Rune rune)
    {
        if (rune.Value is 0x30FC or 0xFF70)
            return Dash;

        // Full-width letters lie 0xFEE0 above those of ASCII.
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
