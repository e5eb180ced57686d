namespace TwoFactor;

internal sealed record TemporaryCodeBody(string? Reason = null, string? ValidFor = null);
