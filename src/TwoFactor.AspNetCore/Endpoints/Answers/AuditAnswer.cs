namespace TwoFactor;

internal sealed record AuditAnswer(IReadOnlyList<EventAnswer> Events, string? Next = null);
