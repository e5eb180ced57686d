namespace TwoFactor;

/// <summary>A message, the method that sends it, and the factor and challenge it belongs to.</summary>
internal sealed record PreparedSend(IFactorSender Sender, FactorMessage Message, Factor Factor, string ChallengeId)
{
    public override string ToString() => "a prepared send (message withheld)";
}
