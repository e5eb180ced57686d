namespace TwoFactor;

/// <summary>A message, the method that sends it, and its factor and challenge.</summary>
internal sealed record PreparedSend(IFactorSender Sender, FactorMessage Message, Factor Factor, string ChallengeId)
{
    public override string ToString() => "a prepared send (message withheld)";
}
