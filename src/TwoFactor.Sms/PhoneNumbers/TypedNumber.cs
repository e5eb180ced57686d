using System.Globalization;
using System.Text;

namespace TwoFactor.Sms;

/// <summary>
/// A number as people type and paste it, brought to digits and an optional + in front. Marks that cannot be seen are
/// dropped, as are the separators of every script. A letter makes it no number: neither vanity numbers nor extensions are
/// read.
/// </summary>
internal static class TypedNumber
{
    private const int MaxTyped = 250;
    private const int MaxDigits = 32;
    private const string Scheme = "tel:";

    /// <summary>The number, or what is wrong with it.</summary>
    public static (string? Typed, PhoneNumberProblem Problem) Read(string? text)
    {
        if (text is null)
            return (null, PhoneNumberProblem.NotANumber);

        if (text.Length > MaxTyped)
            return (null, PhoneNumberProblem.TooLong);

        Span<char> typed = stackalloc char[1 + MaxDigits];
        var count = 0;
        foreach (var rune in WithoutScheme(text).EnumerateRunes())
        {
            if (rune.Value is '+' or '＋' or '⁺' or '₊' && count == 0)
            {
                typed[count++] = '+';
                continue;
            }

            var digit = DigitOf(rune);
            if (digit < 0 && !IsPassedOver(rune))
                return (null, PhoneNumberProblem.NotANumber);

            if (digit < 0)
                continue;

            if (count == (typed[0] == '+' ? 1 + MaxDigits : MaxDigits))
                return (null, PhoneNumberProblem.TooLong);

            typed[count++] = (char)('0' + digit);
        }

        return DigitsIn(typed[..count]) == 0
            ? (null, PhoneNumberProblem.NotANumber)
            : (typed[..count].ToString(), PhoneNumberProblem.None);
    }

    public static int DigitsIn(ReadOnlySpan<char> typed) =>
        typed.Length > 0 && typed[0] == '+' ? typed.Length - 1 : typed.Length;

    // What stands before the scheme is white space and marks that cannot be seen.
    private static ReadOnlySpan<char> WithoutScheme(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf(Scheme, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return text;

        foreach (var rune in text[..at].EnumerateRunes())
        {
            if (!IsPassedOver(rune))
                return text;
        }

        return text[(at + Scheme.Length)..];
    }

    private static int DigitOf(Rune rune)
    {
        if (rune.IsAscii)
            return Rune.IsDigit(rune) ? rune.Value - '0' : -1;

        return Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
            ? (int)Rune.GetNumericValue(rune)
            : -1;
    }

    // White space and line ends, dashes, marks of direction and of joining, and what is written between the parts.
    private static bool IsPassedOver(Rune rune) =>
        rune.Value
            is '('
                or ')'
                or '['
                or ']'
                or '.'
                or '/'
                or '~'
                or '（'
                or '）'
                or '［'
                or '］'
                or '．'
                or '／'
                or '～'
                or '〜'
                or 'ー'
                or 'ｰ'
                or '−'
                or '•'
                or '·'
                or '・'
        || Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.DashPunctuation;
}
