using System.Security.Cryptography;

namespace TwoFactor;

/// <summary>
/// The hash that chains one event to the one before. New events are hashed in <see cref="AuditFormat2"/>; an event that
/// was written in an older format verifies in that format for ever. See docs/decisions/0025.
/// </summary>
internal static class AuditChain
{
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>The hash of a new event.</summary>
    /// <param name="previous">The hash of the event before; empty for the first.</param>
    /// <param name="auditEvent">The event. Its own hash is not looked at.</param>
    public static byte[] Hash(ReadOnlySpan<byte> previous, AuditEvent auditEvent) =>
        AuditFormat2.Hash(previous, auditEvent, AuditFields.All);

    /// <summary>Whether an event's hash is that of its fields behind the hash before, in any format.</summary>
    public static bool Holds(ReadOnlySpan<byte> previous, AuditEvent auditEvent) =>
        Holds(previous, auditEvent, AuditFields.All);

    /// <summary>The same, for events with other fields.</summary>
    public static bool Holds(ReadOnlySpan<byte> previous, AuditEvent auditEvent, ReadOnlySpan<AuditField> fields)
    {
        // Nothing else is ever chained to. With the header as the hash before, a text of format 1 could be one of format 2.
        if (previous.Length is not (0 or HashBytes) || previous.SequenceEqual(AuditFormat2.Header))
            return false;

        return auditEvent.Hash.Span.SequenceEqual(AuditFormat2.Hash(previous, auditEvent, fields))
            || (
                AuditFormat1.CanHold(auditEvent, fields)
                && auditEvent.Hash.Span.SequenceEqual(AuditFormat1.Hash(previous, auditEvent))
            );
    }
}
