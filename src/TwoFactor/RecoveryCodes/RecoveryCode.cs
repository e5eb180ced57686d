using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// A code of 16 characters in four groups, 80 random bits, in an alphabet of 32 without I, L, O and U. On entry case is
/// forgiven, O, I and L are read as the digits they were taken for, and what stands around a code in a list is passed
/// over; see <see cref="RecoveryCodeReader"/>.
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

            // 256 is a multiple of 32: no character is likelier than another.
            text[next++] = Alphabet[random[i] % Alphabet.Length];
        }

        return new string(text);
    }

    /// <summary>
    /// The 16 characters as they were made, in ASCII; false for anything that is no recovery code, or more than one.
    /// </summary>
    public static bool TryNormalize(ReadOnlySpan<char> typed, Span<byte> normalized) =>
        RecoveryCodeReader.TryRead(typed, normalized);

    /// <summary>What a letter or digit is read as: upper case, and letters that were taken for a digit as that.</summary>
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
