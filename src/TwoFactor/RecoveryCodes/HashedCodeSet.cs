using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// The state of a factor with a set of single-use codes: a salt for the set, then for each code its hash and whether it
/// is spent. Format (1 byte), iterations (4), salt (16), then 17 bytes per code.
/// </summary>
internal static class HashedCodeSet
{
    private const byte Format = 1;
    private const int SaltAt = 1 + sizeof(int);
    private const int SaltBytes = 16;
    private const int CodesAt = SaltAt + SaltBytes;
    private const int HashBytes = 16;
    private const int EntryBytes = 1 + HashBytes;
    private const byte Spent = 1;

    public static byte[] Create(IReadOnlyList<string> codes, int iterations)
    {
        var state = new byte[CodesAt + (codes.Count * EntryBytes)];
        state[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(1), iterations);
        RandomNumberGenerator.Fill(state.AsSpan(SaltAt, SaltBytes));
        Span<byte> normalized = stackalloc byte[RecoveryCode.Length];
        for (var i = 0; i < codes.Count; i++)
        {
            if (!RecoveryCode.TryNormalize(codes[i], normalized))
                throw new ArgumentException("A code does not have the form of a recovery code.", nameof(codes));

            Hash(state, normalized, state.AsSpan(CodesAt + (i * EntryBytes) + 1, HashBytes));
        }

        return state;
    }

    public static bool CanBeCode(ReadOnlySpan<char> typed)
    {
        Span<byte> normalized = stackalloc byte[RecoveryCode.Length];
        return RecoveryCode.TryNormalize(typed, normalized);
    }

    /// <summary>
    /// Compares a typed code with every entry, each in constant time. A text that cannot be such a code is not hashed,
    /// so it costs nothing.
    /// </summary>
    public static FactorCheck Check(ReadOnlySpan<byte> state, ReadOnlySpan<char> typed)
    {
        if (state.Length < CodesAt || state[0] != Format)
            throw new TwoFactorStoreException(
                "A set of recovery codes has an unknown format. Update the library on this machine, or reset the user."
            );

        Span<byte> normalized = stackalloc byte[RecoveryCode.Length];
        if (!RecoveryCode.TryNormalize(typed, normalized))
            return FactorCheck.Wrong;

        Span<byte> hash = stackalloc byte[HashBytes];
        Hash(state, normalized, hash);
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

    private static void Hash(ReadOnlySpan<byte> state, ReadOnlySpan<byte> code, Span<byte> hash) =>
        Rfc2898DeriveBytes.Pbkdf2(
            code,
            state.Slice(SaltAt, SaltBytes),
            hash,
            BinaryPrimitives.ReadInt32BigEndian(state[1..]),
            HashAlgorithmName.SHA256
        );
}
