namespace TwoFactor.AspNetCore;

internal sealed record EventAnswer(
    long Sequence,
    DateTimeOffset At,
    string UserId,
    string Type,
    string Hash,
    string? FactorId = null,
    string? Method = null,
    string? Outcome = null,
    string? Detail = null,
    string? Actor = null,
    string? Reason = null
)
{
    public static EventAnswer Of(AuditEvent e) =>
        new(
            e.Sequence,
            e.At,
            e.UserId,
            e.Type,
            Convert.ToHexStringLower(e.Hash.Span),
            e.FactorId,
            e.Method,
            e.Outcome,
            e.Detail,
            e.Actor,
            e.Reason
        );
}
