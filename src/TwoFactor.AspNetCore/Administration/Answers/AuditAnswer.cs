namespace TwoFactor.AspNetCore;

internal sealed record AuditAnswer(IReadOnlyList<EventAnswer> Events, string? Next = null);
