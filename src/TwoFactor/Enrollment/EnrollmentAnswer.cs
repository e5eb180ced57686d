namespace TwoFactor;

/// <summary>A pending factor, and the challenge whose message must be sent now that both are written.</summary>
internal sealed record EnrollmentAnswer(EnrollmentResult Result, ChallengeAnswer? Challenge = null)
{
    public override string ToString() => Result.Outcome.ToCode();
}
