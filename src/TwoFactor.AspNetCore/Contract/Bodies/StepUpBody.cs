namespace TwoFactor.AspNetCore;

internal sealed record StepUpBody(string? Code = null, string? FactorId = null, string? ChallengeId = null)
{
    public override string ToString() => "a code (withheld)";
}
