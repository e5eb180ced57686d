namespace TwoFactor;

/// <summary>The one place where a code as typed becomes a code: digits, with inner spaces and dashes and nothing else.</summary>
internal static class TypedCode
{
    /// <summary>The most characters that are looked at; anything longer is no code.</summary>
    public const int MaxLength = 64;

    /// <summary>The value of exactly <paramref name="digits"/> ASCII digits, or -1.</summary>
    public static int ParseDigits(ReadOnlySpan<char> typed, int digits)
    {
        if (typed.IsEmpty || typed.Length > MaxLength || IsSeparator(typed[0]) || IsSeparator(typed[^1]))
            return -1;

        var value = 0;
        var count = 0;
        foreach (var c in typed)
        {
            if (IsSeparator(c))
                continue;

            if (!char.IsAsciiDigit(c) || ++count > digits)
                return -1;

            value = (value * 10) + (c - '0');
        }

        return count == digits ? value : -1;
    }

    public static bool IsSeparator(char c) => c is ' ' or '-';
}
