using System.Globalization;
using System.Text;

namespace TwoFactor.Sms;

/// <summary>
/// Normalises a typed or pasted number to ASCII digits with an optional leading +. Invisible characters and the
/// separators of every script are dropped. A letter or an extension makes the text invalid: vanity numbers and
/// extensions are not supported.
/// </summary>
internal static class TypedNumber
{
    private const int MaxTyped = 250;
    private const int MaxDigits = 32;

    /// <summary>The normalised number, or the problem with the text.</summary>
    public static (string? Number, PhoneNumberProblem Problem) Read(string? text)
    {
        if (text is null)
            return (null, PhoneNumberProblem.NotANumber);

        if (text.Length > MaxTyped)
            return (null, PhoneNumberProblem.TooLong);

        Span<char> buffer = stackalloc char[MaxTyped];
        var count = ReadAscii(text, buffer);
        if (count <= 0 || !TelUri.TryRead(buffer[..count], out var number, out var context))
            return (null, PhoneNumberProblem.NotANumber);

        // Only a local number needs its context.
        var all = number.StartsWith('+') ? number.ToString() : string.Concat(context, number);
        var digits = DigitsIn(all);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return (null, PhoneNumberProblem.NotANumber);

        return digits.Length > MaxDigits ? (null, PhoneNumberProblem.TooLong) : (all, PhoneNumberProblem.None);
    }

    public static ReadOnlySpan<char> DigitsIn(string number) =>
        number.StartsWith('+') ? number.AsSpan(1) : number.AsSpan();

    /// <summary>
    /// Drops separators and invisible characters, and returns the length that is left; -1 if there is a letter of
    /// another script.
    /// </summary>
    private static int ReadAscii(string text, Span<char> ascii)
    {
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPassedOver(rune))
                continue;

            var c = AsciiOf(rune);
            if (c is null)
                return -1;

            ascii[count++] = c.Value;
        }

        return count;
    }

    private static char? AsciiOf(Rune rune)
    {
        if (rune.IsAscii)
            return char.ToLowerInvariant((char)rune.Value);

        if (rune.Value is '＋')
            return '+';

        return Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
            ? (char)('0' + (int)Rune.GetNumericValue(rune))
            : null;
    }

    // White space, line ends, dashes, bidi and joining marks, and the usual separators. The tilde is not among them:
    // libphonenumber reads it as the start of an extension.
    private static bool IsPassedOver(Rune rune) =>
        rune.Value
            is '('
                or ')'
                or '['
                or ']'
                or '.'
                or '/'
                or '（'
                or '）'
                or '［'
                or '］'
                or '．'
                or '／'
                or 'ー'
                or 'ｰ'
                or '−'
                or '•'
                or '·'
                or '・'
        || Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.DashPunctuation;
}
