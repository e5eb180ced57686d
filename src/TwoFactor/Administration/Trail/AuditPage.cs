namespace TwoFactor.Administration;

/// <summary>A page of events, newest first.</summary>
public sealed class AuditPage
{
    /// <summary>The events. There may be fewer than requested even if more follow.</summary>
    public required IReadOnlyList<AuditEvent> Events { get; init; }

    /// <summary>The position of the next page; null on the last one.</summary>
    public AuditPosition? Next { get; init; }
}
