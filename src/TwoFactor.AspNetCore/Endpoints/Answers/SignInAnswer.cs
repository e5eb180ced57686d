namespace TwoFactor;

internal sealed record SignInAnswer(
    string Decision,
    string? Reason,
    IReadOnlyList<FactorAnswer>? Factors,
    IReadOnlyList<string>? Methods,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? ExpiresAt,
    string? Ticket)
{
    public static SignInAnswer Of(TwoFactorSignIn signIn) => new(
        Names.Of(signIn.Decision),
        signIn.Result.Reason,
        signIn.Result.Factors is { } factors ? FactorAnswer.Of(factors) : null,
        null,
        signIn.Result.GraceUntil,
        null,
        signIn.Ticket);

    public override string ToString() => "a sign-in (ticket withheld)";
}
