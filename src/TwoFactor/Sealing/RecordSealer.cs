using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TwoFactor;

/// <summary>
/// A record as bytes, encrypted with tenant, owner and version as associated data. A row that was moved to another
/// user, or paired with another version, cannot be decrypted. Plaintext lies in a per-thread buffer that is cleared
/// after each use.
/// </summary>
internal sealed class RecordSealer(IAccountProtector protector)
{
    private const int StackBytes = 256;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_plaintext;

    public bool IsCurrent(byte[] sealedBytes) => protector.IsCurrent(sealedBytes);

    public byte[] Seal<T>(T record, string tenant, string owner, long version, JsonTypeInfo<T> type) =>
        Seal(
            record,
            tenant,
            owner,
            version,
            (plaintext, one) =>
            {
                using var writer = new Utf8JsonWriter(plaintext);
                JsonSerializer.Serialize(writer, one, type);
            }
        );

    public byte[] Seal<T>(T record, string tenant, string owner, long version, RecordWriter<T> write)
    {
        var plaintext = s_plaintext ??= new ArrayBufferWriter<byte>(1024);
        try
        {
            write(plaintext, record);
            var size = AssociatedDataSize(tenant, owner);
            Span<byte> associated = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
            return protector.Seal(
                plaintext.WrittenSpan,
                associated[..AssociatedData(associated, tenant, owner, version)]
            );
        }
        finally
        {
            plaintext.Clear();
        }
    }

    public T Open<T>(byte[] sealedBytes, string tenant, string owner, long version, JsonTypeInfo<T> type) =>
        Open(
            sealedBytes,
            tenant,
            owner,
            version,
            json => JsonSerializer.Deserialize(json, type) ?? throw new JsonException("the record is null.")
        );

    public T Open<T>(byte[] sealedBytes, string tenant, string owner, long version, RecordReader<T> read)
    {
        var plaintext = s_plaintext ??= new ArrayBufferWriter<byte>(1024);
        try
        {
            var size = AssociatedDataSize(tenant, owner);
            Span<byte> associated = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
            protector.Open(sealedBytes, associated[..AssociatedData(associated, tenant, owner, version)], plaintext);
            return read(plaintext.WrittenSpan);
        }
        finally
        {
            plaintext.Clear();
        }
    }

    private static int AssociatedDataSize(string tenant, string owner) =>
        sizeof(long)
        + (2 * sizeof(int))
        + Encoding.UTF8.GetMaxByteCount(tenant.Length)
        + Encoding.UTF8.GetMaxByteCount(owner.Length);

    private static int AssociatedData(Span<byte> target, string tenant, string owner, long version)
    {
        BinaryPrimitives.WriteInt64BigEndian(target, version);
        var length = sizeof(long);
        length += Put(target[length..], tenant);
        return length + Put(target[length..], owner);
    }

    private static int Put(Span<byte> target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text, target[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(target, bytes);
        return sizeof(int) + bytes;
    }
}
