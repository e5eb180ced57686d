namespace WebSample.Api;

/// <summary>A factor to choose.</summary>
public sealed record SignInFactor(
    string FactorId,
    string Method,
    string Name,
    string Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ConfirmedAt = null,
    DateTimeOffset? LastUsedAt = null,
    string? Destination = null,
    bool? Imported = null
);
