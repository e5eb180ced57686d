namespace TwoFactor.AspNetCore;

internal sealed record ChallengeBody(string? FactorId = null);
