namespace TwoFactor;

/// <summary>A request to ask a user for proof.</summary>
public sealed class ChallengeRequest
{
    /// <summary>The user's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The factor to challenge; null takes the one used last, or else the oldest.</summary>
    public string? FactorId { get; init; }

    /// <summary>
    /// The purpose. Default: <see cref="ChallengePurpose.SignIn"/>. <see cref="ChallengePurpose.Enrollment"/> throws an
    /// <see cref="ArgumentException"/>.
    /// </summary>
    public ChallengePurpose Purpose { get; init; } = ChallengePurpose.SignIn;

    /// <summary>Where the request came from; null if unknown. Limits on sending use it.</summary>
    public RequestOrigin? Origin { get; init; }
}
