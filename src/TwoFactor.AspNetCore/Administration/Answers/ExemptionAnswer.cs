namespace TwoFactor.AspNetCore;

internal sealed record ExemptionAnswer(string Provider, string Actor, string Reason, DateTimeOffset ExpiresAt);
