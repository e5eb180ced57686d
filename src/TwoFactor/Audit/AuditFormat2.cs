using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor;

/// <summary>
/// The format of the hashed bytes: a header with the format number, then each field that is not null as tag, length and
/// bytes, in the order of the tags. Null fields are omitted, so adding a new field does not change the bytes of older
/// events.
/// </summary>
internal static class AuditFormat2
{
    private const int StackBytes = 768;
    private const int PrefixBytes = sizeof(byte) + sizeof(int);
    private const byte PreviousTag = 1;
    private const byte SequenceTag = 2;
    private const byte AtTag = 3;

    private static readonly byte[] s_header = [0xFF, 0xFF, 0xFF, 0xFF, .. "TwoFactor audit, format:"u8, 0, 0, 0, 2];

    /// <summary>
    /// As long as a hash. The bytes of format 1 start with a sequence, whose first byte is below 0x80, or with a hash,
    /// which would have to equal this header.
    /// </summary>
    public static ReadOnlySpan<byte> Header => s_header;

    public static byte[] Hash(ReadOnlySpan<byte> previous, AuditEvent auditEvent, ReadOnlySpan<AuditField> fields)
    {
        var size = MaxSize(previous, auditEvent, fields);
        var buffer = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        Header.CopyTo(buffer);
        var length = Header.Length;
        if (previous.Length > 0)
            Put(buffer, ref length, PreviousTag, previous);

        Put(buffer, ref length, SequenceTag, auditEvent.Sequence);
        Put(buffer, ref length, AtTag, auditEvent.At.UtcTicks);
        foreach (var field in fields)
        {
            if (field.Read(auditEvent) is { } text)
                Put(buffer, ref length, field.Tag, text);
        }

        return SHA256.HashData(buffer[..length]);
    }

    private static int MaxSize(ReadOnlySpan<byte> previous, AuditEvent auditEvent, ReadOnlySpan<AuditField> fields)
    {
        var size = Header.Length + previous.Length + (2 * sizeof(long)) + ((3 + fields.Length) * PrefixBytes);
        foreach (var field in fields)
            size += Encoding.UTF8.GetMaxByteCount(field.Read(auditEvent)?.Length ?? 0);

        return size;
    }

    private static void Put(Span<byte> buffer, ref int length, byte tag, ReadOnlySpan<byte> value)
    {
        PutPrefix(buffer, ref length, tag, value.Length);
        value.CopyTo(buffer[length..]);
        length += value.Length;
    }

    private static void Put(Span<byte> buffer, ref int length, byte tag, long value)
    {
        PutPrefix(buffer, ref length, tag, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(buffer[length..], value);
        length += sizeof(long);
    }

    private static void Put(Span<byte> buffer, ref int length, byte tag, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text, buffer[(length + PrefixBytes)..]);
        PutPrefix(buffer, ref length, tag, bytes);
        length += bytes;
    }

    private static void PutPrefix(Span<byte> buffer, ref int length, byte tag, int bytes)
    {
        buffer[length] = tag;
        BinaryPrimitives.WriteInt32BigEndian(buffer[(length + sizeof(byte))..], bytes);
        length += PrefixBytes;
    }
}
