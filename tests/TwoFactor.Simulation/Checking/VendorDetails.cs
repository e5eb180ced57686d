namespace TwoFactor.Simulation.Checking;

/// <summary>What the trail says of attempts that a vendor did not decide.</summary>
internal static class VendorDetails
{
    public const string NotReached = "the vendor was not reached";

    public const string NoAnswer = "the vendor did not answer";

    public const string LostAnswer = "the vendor's answer was lost";

    public const string LostConfirmation = "the vendor's answer was lost, and the pending factor is gone";
}
