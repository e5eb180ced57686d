using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TwoFactor;

/// <summary>
/// The first format of the hashed bytes, from before formats had numbers: eleven fields by position. It is no longer
/// written. It must never change, so that old events can always be verified.
/// </summary>
internal static class AuditFormat1
{
    private const int StackBytes = 512;

    /// <summary>
    /// Whether the event has only fields of format 1. The format does not cover later fields: without this check,
    /// somebody could add one to an old event, and the event would still verify.
    /// </summary>
    public static bool CanHold(AuditEvent auditEvent, ReadOnlySpan<AuditField> fields)
    {
        foreach (var field in fields)
        {
            if (field.Tag > AuditFields.LastOfFormat1 && field.Read(auditEvent) is not null)
                return false;
        }

        return true;
    }

    public static byte[] Hash(ReadOnlySpan<byte> previous, AuditEvent auditEvent)
    {
        var size = MaxSize(auditEvent);
        var buffer = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        var length = 0;
        previous.CopyTo(buffer);
        length += previous.Length;
        Put(buffer, ref length, auditEvent.Sequence);
        Put(buffer, ref length, auditEvent.At.UtcTicks);
        Put(buffer, ref length, auditEvent.UserId);
        Put(buffer, ref length, auditEvent.Type);
        Put(buffer, ref length, auditEvent.FactorId);
        Put(buffer, ref length, auditEvent.Method);
        Put(buffer, ref length, auditEvent.Outcome);
        Put(buffer, ref length, auditEvent.Detail);
        Put(buffer, ref length, auditEvent.Actor);
        Put(buffer, ref length, auditEvent.Reason);
        Put(buffer, ref length, auditEvent.CorrelationId);
        return SHA256.HashData(buffer[..length]);
    }

    private static int MaxSize(AuditEvent e) =>
        AuditChain.HashBytes
        + (2 * sizeof(long))
        + Size(e.UserId)
        + Size(e.Type)
        + Size(e.FactorId)
        + Size(e.Method)
        + Size(e.Outcome)
        + Size(e.Detail)
        + Size(e.Actor)
        + Size(e.Reason)
        + Size(e.CorrelationId);

    private static int Size(string? text) => sizeof(int) + Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0);

    private static void Put(Span<byte> buffer, ref int length, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer[length..], value);
        length += sizeof(long);
    }

    // Null and an empty text are different: their lengths are -1 and 0.
    private static void Put(Span<byte> buffer, ref int length, string? text)
    {
        var bytes = text is null ? -1 : Encoding.UTF8.GetBytes(text, buffer[(length + sizeof(int))..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer[length..], bytes);
        length += sizeof(int) + Math.Max(bytes, 0);
    }
}
