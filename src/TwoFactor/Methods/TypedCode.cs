namespace TwoFactor;

/// <summary>
/// The one place where a code as typed becomes a code: digits, with inner spaces and dashes and nothing else.
/// </summary>
internal static class TypedCode
{
    /// <summary>The most characters that are looked at; anything longer is no code.</summary>
    public const int MaxLength = 64;

    /// <summary>The value of exactly <paramref name="digits"/> ASCII digits, or -1.</summary>
    public static int ParseDigits(ReadOnlySpan<char> typed, int digits)
    {
        Span<char> code = stackalloc char[TotpParameters.MaxDigits];
        if (ReadDigits(typed, code[..digits]) != digits)
            return -1;

        var value = 0;
        foreach (var c in code[..digits])
            value = (value * 10) + (c - '0');

        return value;
    }

    /// <summary>The ASCII digits of a code, and how many there are; -1 if it is none, or has more than fit.</summary>
    public static int ReadDigits(ReadOnlySpan<char> typed, Span<char> digits)
    {
        if (typed.IsEmpty || typed.Length > MaxLength || IsSeparator(typed[0]) || IsSeparator(typed[^1]))
            return -1;

        var count = 0;
        foreach (var c in typed)
        {
            if (IsSeparator(c))
                continue;

            if (!char.IsAsciiDigit(c) || count == digits.Length)
                return -1;

            digits[count++] = c;
        }

        return count;
    }

    public static bool IsSeparator(char c) => c is ' ' or '-';
}
