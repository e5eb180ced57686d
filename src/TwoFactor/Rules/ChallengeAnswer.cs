namespace TwoFactor;

/// <summary>A challenge as the caller sees it, and the message that must be sent now that it is written.</summary>
internal sealed record ChallengeAnswer(TwoFactorChallenge Result, PreparedSend? Send = null)
{
    public static ChallengeAnswer Refused(TwoFactorOutcome outcome, TimeSpan? retryAfter = null) =>
        new(new TwoFactorChallenge { Outcome = outcome, RetryAfter = retryAfter });

    public override string ToString() => Result.Outcome.ToCode();
}
