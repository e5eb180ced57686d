namespace TwoFactor;

/// <summary>A sent code that was accepted, and the method to notify of it.</summary>
internal sealed record AcceptedSend(IFactorSender Sender, FactorArrival Arrival)
{
    public override string ToString() => "an accepted send (state withheld)";
}
