using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor.Sms;

/// <summary>
/// The state of an SMS factor: the key that its codes are hashed under, the number, and the mark of the code that was
/// accepted last. Format (1 byte), key (32), mark (32, zeros if none), region (2), number in E.164.
/// </summary>
internal readonly ref struct SmsState
{
    public const int MacBytes = HMACSHA256.HashSizeInBytes;

    private const byte Format = 1;
    private const int KeyBytes = 32;
    private const int MarkAt = 1 + KeyBytes;
    private const int RegionAt = MarkAt + MacBytes;
    private const int NumberAt = RegionAt + 2;

    private readonly ReadOnlySpan<byte> _state;

    public SmsState(ReadOnlySpan<byte> state)
    {
        if (state.Length <= NumberAt || state[0] != Format)
            throw new TwoFactorStoreException(
                "An SMS factor has an unknown format. Update the library on this machine, or reset the user."
            );

        _state = state;
    }

    public PhoneNumber Number =>
        PhoneNumber.Restore(
            Encoding.ASCII.GetString(_state[NumberAt..]),
            Encoding.ASCII.GetString(_state[RegionAt..NumberAt])
        );

    private ReadOnlySpan<byte> Key => _state.Slice(1, KeyBytes);

    public static byte[] Create(PhoneNumber number)
    {
        var state = new byte[NumberAt + number.E164.Length];
        state[0] = Format;
        RandomNumberGenerator.Fill(state.AsSpan(1, KeyBytes));
        Encoding.ASCII.GetBytes(number.Region, state.AsSpan(RegionAt));
        Encoding.ASCII.GetBytes(number.E164, state.AsSpan(NumberAt));
        return state;
    }

    /// <summary>The keyed hash of a code, bound to user, factor, challenge, purpose and number (ASVS 6.6.2).</summary>
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
        hmac.AppendData(_state[RegionAt..]);
        hmac.GetHashAndReset(mac);
    }

    /// <summary>Whether a code is the one that was accepted last.</summary>
    public bool IsSpent(ReadOnlySpan<char> code)
    {
        Span<byte> mark = stackalloc byte[MacBytes];
        Mark(code, mark);
        return CryptographicOperations.FixedTimeEquals(mark, _state.Slice(MarkAt, MacBytes));
    }

    /// <summary>The state in which a code is spent.</summary>
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

    // Lengths go before texts: no two lists of texts are hashed alike.
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
