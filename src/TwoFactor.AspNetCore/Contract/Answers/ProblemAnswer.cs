namespace TwoFactor.AspNetCore;

internal sealed record ProblemAnswer(
    string Title,
    int Status,
    string Code,
    string? Detail = null,
    long? RetryAfter = null,
    int? AttemptsLeft = null,
    IReadOnlyList<string>? Missing = null,
    string? Ticket = null
)
{
    public override string ToString() => $"{Status} {Code} (ticket withheld)";
}
