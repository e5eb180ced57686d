namespace TwoFactor.AspNetCore;

internal sealed record SignInAnswer(
    string Decision,
    string? Reason = null,
    IReadOnlyList<SignInFactorAnswer>? Factors = null,
    IReadOnlyList<string>? Methods = null,
    DateTimeOffset? GraceUntil = null,
    DateTimeOffset? ExpiresAt = null,
    string? Ticket = null
)
{
    public override string ToString() => "a sign-in (ticket withheld)";
}
