namespace TwoFactor;

/// <summary>The decision about a sign-in, and the reason.</summary>
public sealed class SignInEvaluation
{
    /// <summary>Allowed, challenge, enroll or denied.</summary>
    public required SignInDecision Decision { get; init; }

    /// <summary>The reason; one of <see cref="SignInReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// The rules of the policy that matched, e.g. <c>everyone</c>, <c>role:admin</c>, <c>enrolled</c>.
    /// </summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>
    /// Whether the policy requires a second factor of this user, enrolled or not, now or after the grace period.
    /// </summary>
    public bool IsRequired { get; init; }

    /// <summary>
    /// Whether the sign-in must be completed with a method that resists phishing. For
    /// <see cref="SignInDecision.Challenge"/> the core sees to it: only such factors are offered and checked, and where
    /// the user has none the code earns <see cref="TwoFactorOutcome.PhishingResistantRequired"/>. For
    /// <see cref="SignInDecision.Enroll"/> offer only such methods, and complete the sign-in with no other.
    /// </summary>
    public bool MustResistPhishing { get; init; }

    /// <summary>
    /// The open challenge to verify a code with, for <see cref="SignInDecision.Challenge"/>: this sign-in's ticket. Any
    /// of the user's factors answers it, once. A code that is sent for it is asked for with
    /// <see cref="ChallengeRequest.SignInChallengeId"/>.
    /// </summary>
    public string? ChallengeId { get; init; }

    /// <summary>The factors to choose from, for <see cref="SignInDecision.Challenge"/>; null otherwise.</summary>
    public IReadOnlyList<FactorInfo>? Factors { get; init; }

    /// <summary>
    /// When the grace period ends, for a user who should enrol (for some: a method that resists phishing) but is
    /// allowed until then; null otherwise.
    /// </summary>
    public DateTimeOffset? GraceUntil { get; init; }

    /// <summary>How long a lock lasts, for <see cref="SignInReasons.Locked"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The rotated token of the trusted device, to replace the presented one. Null if none was presented, or if it did
    /// not decide. In that case delete the cookie if the decision is <see cref="SignInDecision.Challenge"/>, because
    /// its token is no longer valid; with any other decision leave the cookie as it is.
    /// </summary>
    public string? DeviceToken { get; init; }

    /// <summary>The user's epoch. End sessions that began in an earlier one.</summary>
    public int Epoch { get; init; }

    /// <summary>Withholds the device token.</summary>
    public override string ToString() => $"{Decision} ({Reason})";
}
