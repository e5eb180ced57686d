namespace WebSample.Api;

/// <summary>A user name or e-mail address, and the password.</summary>
public sealed record SignInBody(string UserName, string Password);

/// <summary>The password, entered again.</summary>
public sealed record PasswordBody(string Password);

/// <summary>The refresh token of an earlier answer.</summary>
public sealed record RefreshBody(string RefreshToken);

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

/// <summary>A factor to choose.</summary>
public sealed record SignInFactor(string FactorId, string Method, string? Destination = null);

/// <summary>The tokens that authenticate requests.</summary>
public sealed record Tokens(
    string? TokenType = null,
    string? AccessToken = null,
    long? ExpiresIn = null,
    string? RefreshToken = null
);

/// <summary>Who is signed in, and how (RFC 8176); the time is in seconds since 1970.</summary>
public sealed record Profile(string UserId, string UserName, IReadOnlyList<string> Amr, long AuthTime);

/// <summary>A payment to be made.</summary>
public sealed record Payout(string To, int Amount);
