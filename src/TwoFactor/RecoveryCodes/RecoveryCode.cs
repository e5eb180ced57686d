using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// A recovery code: 16 characters in four groups, 80 random bits, from an alphabet of 32 without I, L, O and U. Case is
/// ignored on entry, and O, I and L are read as the digits they look like. Text around a code in a list is ignored; see
/// <see cref="RecoveryCodeReader"/>.
/// </summary>
internal static class RecoveryCode
{
    public const int Length = 16;
    public const int GroupLength = 4;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Create()
    {
        Span<byte> random = stackalloc byte[Length];
        RandomNumberGenerator.Fill(random);
        Span<char> text = stackalloc char[Length + (Length / GroupLength) - 1];
        var next = 0;
        for (var i = 0; i < Length; i++)
        {
            if (i > 0 && i % GroupLength == 0)
                text[next++] = '-';

            // 256 is a multiple of 32, so every character is equally likely.
            text[next++] = Alphabet[random[i] % Alphabet.Length];
        }

        return new string(text);
    }

    /// <summary>
    /// Normalises a typed code to its 16 ASCII characters; false if the text has no recovery code, or more than one.
    /// </summary>
    public static bool TryNormalize(ReadOnlySpan<char> typed, Span<byte> normalized) =>
        RecoveryCodeReader.TryRead(typed, normalized);

    /// <summary>Normalises one letter or digit: to upper case, and a look-alike letter to its digit.</summary>
    public static char Read(char c) =>
        c switch
        {
            'o' or 'O' => '0',
            'i' or 'I' or 'l' or 'L' => '1',
            >= 'a' and <= 'z' => (char)(c - 'a' + 'A'),
            _ => c,
        };

    public static bool IsOfAlphabet(char c) => Alphabet.Contains(c, StringComparison.Ordinal);
}
