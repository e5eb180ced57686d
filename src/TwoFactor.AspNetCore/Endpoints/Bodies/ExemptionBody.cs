namespace TwoFactor;

internal sealed record ExemptionBody(string? Provider, string? Reason, DateTimeOffset? ExpiresAt);
