namespace WebSample.Api;

/// <summary>The tokens that authenticate requests.</summary>
public sealed record Tokens(
    string? TokenType = null,
    string? AccessToken = null,
    long? ExpiresIn = null,
    string? RefreshToken = null
);
