namespace TwoFactor;

/// <summary>
/// The text fields of an event in the order of their tags. To add a field, add a line with the next tag; see
/// docs/guides/audit-field.md.
/// </summary>
internal static class AuditFields
{
    /// <summary>Fields with a higher tag were added after format 1, which does not cover them.</summary>
    public const byte LastOfFormat1 = 12;

    // Tags 1 to 3 are the previous hash, the sequence and the time.
    private static readonly AuditField[] s_all =
    [
        new(4, e => e.UserId),
        new(5, e => e.Type),
        new(6, e => e.FactorId),
        new(7, e => e.Method),
        new(8, e => e.Outcome),
        new(9, e => e.Detail),
        new(10, e => e.Actor),
        new(11, e => e.Reason),
        new(12, e => e.CorrelationId),
    ];

    public static ReadOnlySpan<AuditField> All => s_all;
}
