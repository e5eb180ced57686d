namespace TwoFactor;

internal sealed record EventAnswer(
    long Sequence,
    DateTimeOffset At,
    string UserId,
    string Type,
    string? FactorId,
    string? Method,
    string? Outcome,
    string? Detail,
    string? Actor,
    string? Reason,
    string Hash)
{
    public static EventAnswer Of(AuditEvent e) =>
        new(e.Sequence, e.At, e.UserId, e.Type, e.FactorId, e.Method, e.Outcome, e.Detail, e.Actor, e.Reason, Convert.ToHexStringLower(e.Hash.Span));
}
