namespace WebSample.Api;

/// <summary>What signs requests in.</summary>
public sealed record Tokens(
    string? TokenType = null,
    string? AccessToken = null,
    long? ExpiresIn = null,
    string? RefreshToken = null
);
