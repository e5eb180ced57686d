namespace TwoFactor;

/// <summary>A text field of an event that the hash covers.</summary>
/// <param name="Tag">The number of the field in the hashed bytes. Never change it, and never use it again.</param>
/// <param name="Read">Its value in an event; null if it is not set.</param>
internal sealed record AuditField(byte Tag, Func<AuditEvent, string?> Read);
