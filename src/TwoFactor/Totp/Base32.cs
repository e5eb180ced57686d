using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TwoFactor.Otp;

/// <summary>
/// Base32 (RFC 4648 §6), as used in key URIs and setup keys. Bad input gives a sentence that says what is wrong and
/// where.
/// </summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Encodes bytes in upper case, without padding.</summary>
    /// <param name="bytes">Any bytes.</param>
    /// <returns>⌈8n/5⌉ characters of A–Z and 2–7; an empty string for no bytes.</returns>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var length = ((bytes.Length * 8) + 4) / 5;
        return string.Create(
            length,
            bytes,
            static (text, source) =>
            {
                var buffer = 0;
                var bits = 0;
                var next = 0;
                foreach (var b in source)
                {
                    buffer = (buffer << 8) | b;
                    bits += 8;
                    while (bits >= 5)
                    {
                        bits -= 5;
                        text[next++] = Alphabet[(buffer >> bits) & 31];
                    }

                    buffer &= (1 << bits) - 1;
                }

                if (bits > 0)
                    text[next] = Alphabet[(buffer << (5 - bits)) & 31];
            }
        );
    }

    /// <summary>
    /// Decodes a text in upper or lower case, with or without padding, with spaces or dashes between groups.
    /// </summary>
    /// <param name="text">The text to decode.</param>
    /// <param name="bytes">The bytes, or null if the text is not Base32.</param>
    /// <param name="error">
    /// What is wrong and where, or null. Positions count from 1. The sentence never repeats the text.
    /// </param>
    /// <returns>Whether the text was decoded.</returns>
    public static bool TryDecode(
        ReadOnlySpan<char> text,
        [NotNullWhen(true)] out byte[]? bytes,
        [NotNullWhen(false)] out string? error
    ) => TryDecode(text, isLastBitsIgnored: false, out bytes, out error);

    internal static bool TryDecode(
        ReadOnlySpan<char> text,
        bool isLastBitsIgnored,
        [NotNullWhen(true)] out byte[]? bytes,
        [NotNullWhen(false)] out string? error
    )
    {
        bytes = null;
        if (!TryCount(text, out var symbols, out error))
            return false;

        var decoded = new byte[symbols * 5 / 8];
        var buffer = 0;
        var bits = 0;
        var next = 0;
        foreach (var c in text)
        {
            var value = ValueOf(c);
            if (value < 0)
                continue;

            buffer = (buffer << 5) | value;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                decoded[next++] = (byte)(buffer >> bits);
                buffer &= (1 << bits) - 1;
            }
        }

        if (buffer != 0 && !isLastBitsIgnored)
        {
            error =
                "The last Base32 character has bits left over: it was mistyped, or characters are "
                + "missing at the end.";
            return false;
        }

        bytes = decoded;
        return true;
    }

    private static bool TryCount(ReadOnlySpan<char> text, out int symbols, [NotNullWhen(false)] out string? error)
    {
        symbols = 0;
        var padding = 0;
        error = null;
        for (var i = 0; i < text.Length && error is null; i++)
        {
            var c = text[i];
            if (c is ' ' or '-')
                continue;

            if (c == '=')
                padding++;
            else if (padding > 0)
                error = At(i, "follows the padding; '=' may appear at the end only");
            else if (ValueOf(c) >= 0)
                symbols++;
            else
                error = At(i, Explain(c));
        }

        if (error is not null)
            return false;

        if (symbols == 0)
            error = "The Base32 text is empty.";
        else if (symbols % 8 is 1 or 3 or 6)
            error = string.Create(
                CultureInfo.InvariantCulture,
                $"{symbols} Base32 characters make no whole number of bytes: there are too few or too many."
            );
        else if (padding > 0 && (symbols + padding) % 8 != 0)
            error = string.Create(
                CultureInfo.InvariantCulture,
                $"{padding} padding characters after {symbols} are not the right number: "
                    + $"{(8 - (symbols % 8)) % 8} belong there, or none."
            );

        return error is null;
    }

    private static string At(int index, string problem) =>
        string.Create(CultureInfo.InvariantCulture, $"The character at position {index + 1} {problem}.");

    private static string Explain(char c) =>
        c switch
        {
            '0' => "is the digit 0, which Base32 does not have (the letter O?)",
            '1' => "is the digit 1, which Base32 does not have (the letter I or L?)",
            '8' => "is the digit 8, which Base32 does not have (the letter B?)",
            _ => string.Create(CultureInfo.InvariantCulture, $"(U+{(int)c:X4}) is not Base32 (A–Z, 2–7)"),
        };

    private static int ValueOf(char c) =>
        c switch
        {
            >= 'A' and <= 'Z' => c - 'A',
            >= 'a' and <= 'z' => c - 'a',
            >= '2' and <= '7' => c - '2' + 26,
            _ => -1,
        };
}
