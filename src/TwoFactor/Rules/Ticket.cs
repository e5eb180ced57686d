using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor;

/// <summary>
/// A challenge that lies in its own id and not in the record, since no code was sent with it: the challenge of a
/// sign-in is one. So others' sign-ins cannot push it out, however many they are. Number (16 bytes), expiry (8),
/// purpose (1, the highest bit says whether it must resist phishing), the factor's id in UTF-8 if it is for one, and
/// the MAC (16) under the key in the user's sealed record.
/// </summary>
internal static class Ticket
{
    public const int KeyBytes = 32;

    private const int NumberBytes = 16;
    private const int MacBytes = 16;
    private const int PurposeAt = NumberBytes + sizeof(long);
    private const int FactorAt = PurposeAt + 1;
    private const int MaxLength = 512;
    private const byte MustResist = 0x80;

    // 15 of the 16 random bytes.
    private const int MarkLength = 20;

    /// <summary>The id of a ticket; the account has a key.</summary>
    public static string Write(TwoFactorAccount account, ReadOnlySpan<byte> entropy, Challenge challenge)
    {
        var factor = Encoding.UTF8.GetBytes(challenge.FactorId ?? "");
        var bytes = new byte[FactorAt + factor.Length + MacBytes];
        entropy[..NumberBytes].CopyTo(bytes);

        // No command line takes an id with a leading dash for an option.
        bytes[0] &= 0x7F;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(NumberBytes), challenge.ExpiresAt.UtcTicks);
        bytes[PurposeAt] = (byte)((byte)challenge.Purpose | (challenge.MustResist ? MustResist : 0));
        factor.CopyTo(bytes, FactorAt);
        Sign(account, bytes.AsSpan(..^MacBytes), bytes.AsSpan(^MacBytes..));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>
    /// The challenge that a ticket of this user and this round stands for, open or not; null for any other text.
    /// </summary>
    public static Challenge? Read(TwoFactorAccount account, string id)
    {
        if (account.TicketKey is null || id.Length > MaxLength)
            return null;

        Span<byte> buffer = stackalloc byte[MaxLength];
        if (
            Base64Url.DecodeFromChars(id, buffer, out var read, out var length) != OperationStatus.Done
            || read != id.Length
            || length < FactorAt + MacBytes
        )
            return null;

        var bytes = buffer[..length];
        Span<byte> mac = stackalloc byte[MacBytes];
        Sign(account, bytes[..^MacBytes], mac);

        // One ticket has one spelling.
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[^MacBytes..]) || Base64Url.EncodeToString(bytes) != id)
            return null;

        var factor = bytes[FactorAt..^MacBytes];
        return new Challenge
        {
            Id = id,
            FactorId = factor.IsEmpty ? null : Encoding.UTF8.GetString(factor),
            Purpose = (ChallengePurpose)(bytes[PurposeAt] & ~MustResist),
            MustResist = (bytes[PurposeAt] & MustResist) != 0,
            ExpiresAt = new(BinaryPrimitives.ReadInt64BigEndian(bytes[NumberBytes..]), TimeSpan.Zero),
        };
    }

    /// <summary>What is remembered of a ticket that was answered.</summary>
    public static string MarkOf(string id) => id[..MarkLength];

    private static void Sign(TwoFactorAccount account, ReadOnlySpan<byte> ticket, Span<byte> mac)
    {
        Span<byte> round = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(round, account.Round);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, account.TicketKey!);
        hmac.AppendData(round);
        hmac.AppendData(ticket);
        hmac.GetHashAndReset(hash);
        hash[..MacBytes].CopyTo(mac);
    }
}
