namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Notes that a code was sent to a factor, or that its authenticator was asked, and when the user may ask again.
/// </summary>
internal sealed record SentCode(string FactorId, DateTimeOffset? ResendAt, string? ClientOptions, string? ChallengeId)
{
    public const string AtSignIn = "sent";
    public const string AtStepUp = "sent-again";

    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(15);

    public static SentCode Of(string factorId, TwoFactorChallenge challenge) =>
        new(factorId, challenge.ResendAt, challenge.ClientOptions, challenge.ChallengeId);
}
