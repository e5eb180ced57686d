using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor;

/// <summary>
/// The state of a factor whose codes are sent: the key for hashing its codes, the mark of the last accepted code, and
/// the address. Format (1 byte), key (32), mark (32, zeros if none), address in UTF-8.
/// </summary>
internal readonly ref struct OutOfBandState
{
    public const int MacBytes = HMACSHA256.HashSizeInBytes;

    private const byte Format = 1;
    private const int KeyBytes = 32;
    private const int MarkAt = 1 + KeyBytes;
    private const int AddressAt = MarkAt + MacBytes;

    private readonly ReadOnlySpan<byte> _state;

    public OutOfBandState(ReadOnlySpan<byte> state)
    {
        if (state.Length <= AddressAt || state[0] != Format)
            throw new TwoFactorStoreException(
                "A factor whose codes are sent has an unknown format. Update the library on this machine, or reset the "
                    + "user."
            );

        _state = state;
    }

    public string Address => Encoding.UTF8.GetString(_state[AddressAt..]);

    private ReadOnlySpan<byte> Key => _state.Slice(1, KeyBytes);

    public static byte[] Create(string address)
    {
        var state = new byte[AddressAt + Encoding.UTF8.GetByteCount(address)];
        state[0] = Format;
        RandomNumberGenerator.Fill(state.AsSpan(1, KeyBytes));
        Encoding.UTF8.GetBytes(address, state.AsSpan(AddressAt));
        return state;
    }

    /// <summary>The keyed hash of a code, bound to user, factor, challenge, purpose and address (ASVS 6.6.2).</summary>
    public void Hash(
        string userId,
        string factorId,
        string challengeId,
        ChallengePurpose purpose,
        ReadOnlySpan<char> code,
        Span<byte> mac
    )
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key);
        Append(hmac, userId);
        Append(hmac, factorId);
        Append(hmac, challengeId);
        Append(hmac, ((int)purpose).ToString(CultureInfo.InvariantCulture));
        Append(hmac, code);
        hmac.AppendData(_state[AddressAt..]);
        hmac.GetHashAndReset(mac);
    }

    /// <summary>Whether a code is the last accepted one.</summary>
    public bool IsSpent(ReadOnlySpan<char> code)
    {
        Span<byte> mark = stackalloc byte[MacBytes];
        Mark(code, mark);
        return CryptographicOperations.FixedTimeEquals(mark, _state.Slice(MarkAt, MacBytes));
    }

    /// <summary>The state after a code was accepted.</summary>
    public byte[] After(ReadOnlySpan<char> code)
    {
        var next = _state.ToArray();
        Mark(code, next.AsSpan(MarkAt, MacBytes));
        return next;
    }

    private void Mark(ReadOnlySpan<char> code, Span<byte> mark)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key);
        Append(hmac, "spent");
        Append(hmac, code);
        hmac.GetHashAndReset(mark);
    }

    // The length goes before each text, so that different lists of texts never give the same input.
    private static void Append(IncrementalHash hmac, ReadOnlySpan<char> text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        var size = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(length, size);
        hmac.AppendData(length);
        var bytes = size <= 256 ? stackalloc byte[256] : new byte[size];
        hmac.AppendData(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
