namespace TwoFactor;

internal sealed record ChallengeAnswer(string ChallengeId, string FactorId, string Method, string? Destination, DateTimeOffset? ExpiresAt, DateTimeOffset? ResendAt, string? Delivery)
{
    public static ChallengeAnswer Of(ChallengeResult result) => new(
        result.ChallengeId!,
        result.FactorId!,
        result.Method!,
        result.Destination,
        result.ExpiresAt,
        result.ResendAt,
        Names.Of(result.Delivery));
}
