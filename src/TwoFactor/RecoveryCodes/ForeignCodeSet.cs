using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor;

/// <summary>
/// The state of a set of recovery codes that another system made: like <see cref="HashedCodeSet"/>, but of any length
/// and alphabet. Format (1 byte), iterations (4), salt (16), shortest and longest code (1 each), then 17 bytes a code.
/// Letters and digits count, in any case; dashes and spaces do not.
/// </summary>
internal static class ForeignCodeSet
{
    /// <summary>Shorter codes are guessed too soon.</summary>
    public const int MinLength = 6;

    public const int MaxLength = 64;

    private const byte Format = 2;
    private const int SaltAt = 1 + sizeof(int);
    private const int SaltBytes = 16;
    private const int ShortestAt = SaltAt + SaltBytes;
    private const int LongestAt = ShortestAt + 1;
    private const int CodesAt = LongestAt + 1;
    private const int HashBytes = 16;
    private const int EntryBytes = 1 + HashBytes;
    private const byte Spent = 1;

    public static bool IsOne(ReadOnlySpan<byte> state) => !state.IsEmpty && state[0] == Format;

    /// <summary>Reads a code as it counts; false if it cannot be one.</summary>
    public static bool TryNormalize(ReadOnlySpan<char> typed, [NotNullWhen(true)] out string? code)
    {
        code = null;
        if (typed.Length > TypedCode.MaxLength)
            return false;

        var text = new StringBuilder(MaxLength);
        while (!typed.IsEmpty)
        {
            var c = TypedCode.Take(ref typed);
            if (TypedCode.IsDropped(c))
                continue;

            if (!char.IsAsciiLetterOrDigit(c) || text.Length == MaxLength)
                return false;

            text.Append(char.ToUpperInvariant(c));
        }

        code = text.Length < MinLength ? null : text.ToString();
        return code is not null;
    }

    /// <param name="codes">Codes as they count; at least one.</param>
    /// <param name="iterations">How slow a hash is.</param>
    public static byte[] Create(IReadOnlyList<string> codes, int iterations)
    {
        var state = new byte[CodesAt + (codes.Count * EntryBytes)];
        state[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(1), iterations);
        RandomNumberGenerator.Fill(state.AsSpan(SaltAt, SaltBytes));
        state[ShortestAt] = (byte)codes.Min(c => c.Length);
        state[LongestAt] = (byte)codes.Max(c => c.Length);
        for (var i = 0; i < codes.Count; i++)
            Hash(state, codes[i], state.AsSpan(CodesAt + (i * EntryBytes) + 1, HashBytes));

        return state;
    }

    public static bool CanBeCode(ReadOnlySpan<byte> state, ReadOnlySpan<char> typed) =>
        TryNormalize(typed, out var code) && code.Length >= state[ShortestAt] && code.Length <= state[LongestAt];

    /// <summary>
    /// Holds a typed code against every entry, each in constant time. What is no code of this length costs no hash.
    /// </summary>
    public static FactorCheck Check(ReadOnlySpan<byte> state, ReadOnlySpan<char> typed)
    {
        if (!CanBeCode(state, typed) || !TryNormalize(typed, out var code))
            return FactorCheck.Wrong;

        Span<byte> hash = stackalloc byte[HashBytes];
        Hash(state, code, hash);
        var found = -1;
        for (var at = CodesAt; at < state.Length; at += EntryBytes)
        {
            if (CryptographicOperations.FixedTimeEquals(state.Slice(at + 1, HashBytes), hash))
                found = at;
        }

        if (found < 0)
            return FactorCheck.Wrong;

        if (state[found] == Spent)
            return FactorCheck.Used;

        var next = state.ToArray();
        next[found] = Spent;
        return FactorCheck.Right(next);
    }

    private static void Hash(ReadOnlySpan<byte> state, string code, Span<byte> hash) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.ASCII.GetBytes(code),
            state.Slice(SaltAt, SaltBytes),
            hash,
            BinaryPrimitives.ReadInt32BigEndian(state[1..]),
            HashAlgorithmName.SHA256
        );
}
