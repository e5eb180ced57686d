using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// The hash that chains each event to the previous one. New events use <see cref="AuditFormat2"/>. Events in an older
/// format can always be verified in that format. See docs/decisions/0025.
/// </summary>
internal static class AuditChain
{
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>The hash of a new event.</summary>
    /// <param name="previous">The hash of the previous event; empty for the first.</param>
    /// <param name="auditEvent">The event. Its own hash is ignored.</param>
    public static byte[] Hash(ReadOnlySpan<byte> previous, AuditEvent auditEvent) =>
        AuditFormat2.Hash(previous, auditEvent, AuditFields.All);

    /// <summary>Whether an event's hash matches its fields and the previous hash, in any format.</summary>
    public static bool Holds(ReadOnlySpan<byte> previous, AuditEvent auditEvent) =>
        Holds(previous, auditEvent, AuditFields.All);

    /// <summary>The same, for events with other fields.</summary>
    public static bool Holds(ReadOnlySpan<byte> previous, AuditEvent auditEvent, ReadOnlySpan<AuditField> fields)
    {
        // No event is chained to anything else. If the header could stand in place of the previous hash, the bytes of
        // format 1 could equal those of format 2.
        if (previous.Length is not (0 or HashBytes) || previous.SequenceEqual(AuditFormat2.Header))
            return false;

        return auditEvent.Hash.Span.SequenceEqual(AuditFormat2.Hash(previous, auditEvent, fields))
            || (
                AuditFormat1.CanHold(auditEvent, fields)
                && auditEvent.Hash.Span.SequenceEqual(AuditFormat1.Hash(previous, auditEvent))
            );
    }
}
