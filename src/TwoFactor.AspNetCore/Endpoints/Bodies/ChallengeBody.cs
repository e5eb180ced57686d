namespace TwoFactor;

internal sealed record ChallengeBody(string? FactorId = null);
