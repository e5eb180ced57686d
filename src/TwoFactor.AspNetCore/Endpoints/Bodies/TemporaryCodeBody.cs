namespace TwoFactor;

internal sealed record TemporaryCodeBody(string? Reason, string? ValidFor);
