namespace TwoFactor;

/// <summary>One text field of an event, as the hash covers it.</summary>
/// <param name="Tag">Its number in what is hashed. It never changes and is never used again.</param>
/// <param name="Read">Its value in an event; null if it is not set.</param>
internal sealed record AuditField(byte Tag, Func<AuditEvent, string?> Read);
