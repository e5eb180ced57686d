namespace TwoFactor.AspNetCore;

internal sealed record TemporaryCodeBody(string? Reason = null, string? ValidFor = null);
