namespace TwoFactor;

/// <summary>A request to ask a user for proof.</summary>
public sealed class ChallengeRequest
{
    internal const int MaxSessionIdLength = 128;

    /// <summary>The user's id, 1 to 256 characters.</summary>
    public required string UserId { get; init; }

    /// <summary>The factor to challenge; null takes the one used last, or else the oldest.</summary>
    public string? FactorId { get; init; }

    /// <summary>
    /// The purpose. Default: <see cref="ChallengePurpose.SignIn"/>. <see cref="ChallengePurpose.Enrollment"/> throws an
    /// <see cref="ArgumentException"/>.
    /// </summary>
    public ChallengePurpose Purpose { get; init; } = ChallengePurpose.SignIn;

    /// <summary>
    /// The sign-in that asks, as <see cref="SignInEvaluation.ChallengeId"/> told it. A code that is sent completes that
    /// sign-in and no other, and what other sign-ins ask for leaves it alone (ASVS 6.6.2). Where nothing is sent, the
    /// answer is that challenge itself. Null for a code that is asked for outside of a sign-in: the challenge that is
    /// returned must then be named when it is verified, or none.
    /// </summary>
    public string? SignInChallengeId { get; init; }

    /// <summary>
    /// The session that asks, for a step-up: 1 to 128 characters that no other session has and nobody guesses. A code
    /// that is sent is then right only with the same <see cref="VerificationRequest.SessionId"/>, or with the id of the
    /// challenge (ASVS 6.6.2), and what other sessions ask for leaves it alone. Null binds the code to no session.
    /// <see cref="ChallengePurpose.SignIn"/> throws an <see cref="ArgumentException"/>: there is no session yet.
    /// </summary>
    public string? SessionId { get; init; }

    /// <summary>Where the request came from; null if it is not known. Limits on sending count by it.</summary>
    public RequestOrigin? Origin { get; init; }
}
