namespace WebSample.Api;

/// <summary>
/// Signed in, with tokens; or a partial sign-in, with the ticket for the next step: <c>challenge</c> or <c>enroll</c>.
/// </summary>
public sealed record SignInState(
    string Decision,
    string? Reason = null,
    IReadOnlyList<SignInFactor>? Factors = null,
    DateTimeOffset? GraceUntil = null,
    string? Ticket = null,
    string? TokenType = null,
    string? AccessToken = null,
    long? ExpiresIn = null,
    string? RefreshToken = null
);
