using System.Globalization;
using System.Text;

namespace TwoFactor.Sms;

/// <summary>
/// A number as people type and paste it, brought to ASCII digits and an optional + in front. Marks that cannot be seen
/// are dropped, as are the separators of every script. A letter makes it no number, and so does what dials an extension:
/// neither vanity numbers nor extensions are read.
/// </summary>
internal static class TypedNumber
{
    private const int MaxTyped = 250;
    private const int MaxDigits = 32;

    /// <summary>The number, or what is wrong with it.</summary>
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

        // A context is for the numbers that mean nothing without it.
        var all = number.StartsWith('+') ? number.ToString() : string.Concat(context, number);
        var digits = DigitsIn(all);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return (null, PhoneNumberProblem.NotANumber);

        return digits.Length > MaxDigits ? (null, PhoneNumberProblem.TooLong) : (all, PhoneNumberProblem.None);
    }

    public static ReadOnlySpan<char> DigitsIn(string number) =>
        number.StartsWith('+') ? number.AsSpan(1) : number.AsSpan();

    /// <summary>What is left without separators and marks; -1 if there is a letter of another script.</summary>
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

    // White space and line ends, dashes, marks of direction and of joining, and what is written between the parts. No
    // tilde: to libphonenumber it begins an extension.
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
