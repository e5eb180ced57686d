namespace TwoFactor.AspNetCore;

internal sealed record ExemptionBody(string? Provider = null, string? Reason = null, DateTimeOffset? ExpiresAt = null);
