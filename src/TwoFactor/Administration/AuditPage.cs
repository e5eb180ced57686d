namespace TwoFactor.Administration;

/// <summary>A page of events, newest first.</summary>
public sealed class AuditPage
{
    /// <summary>The events. There may be fewer than were asked for, and still more to come.</summary>
    public required IReadOnlyList<AuditEvent> Events { get; init; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public AuditPosition? Next { get; init; }
}
