using System.Text.Json;

namespace TwoFactor.AspNetCore;

internal sealed record ChallengeAnswer(
    string ChallengeId,
    string FactorId,
    string Method,
    string? Destination = null,
    DateTimeOffset? ExpiresAt = null,
    DateTimeOffset? ResendAt = null,
    string? Delivery = null,
    JsonElement? Options = null
)
{
    public static ChallengeAnswer Of(TwoFactorChallenge result) =>
        new(
            result.ChallengeId!,
            result.FactorId!,
            result.Method!,
            result.Destination,
            result.ExpiresAt,
            result.ResendAt,
            Names.Of(result.Delivery),
            ClientOptions.Read(result.ClientOptions)
        );
}
