namespace TwoFactor.AspNetCore;

internal sealed record SignInAnswer(
    string Decision,
    string? Reason = null,
    IReadOnlyList<FactorAnswer>? Factors = null,
    IReadOnlyList<string>? Methods = null,
    DateTimeOffset? GraceUntil = null,
    DateTimeOffset? ExpiresAt = null,
    string? Ticket = null
)
{
    public static SignInAnswer Of(TwoFactorSignIn signIn) =>
        new(
            Names.Of(signIn.Decision),
            signIn.Result.Reason,
            signIn.Result.Factors is { } factors ? FactorAnswer.Of(factors) : null,
            null,
            signIn.Result.GraceUntil,
            null,
            signIn.Ticket
        );

    public override string ToString() => "a sign-in (ticket withheld)";
}
