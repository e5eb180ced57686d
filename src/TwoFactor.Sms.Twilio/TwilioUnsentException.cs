namespace TwoFactor;

/// <summary>A request that provably did not reach Twilio. The reason is a word; it holds nothing of the request.</summary>
internal sealed class TwilioUnsentException(string reason) : Exception($"Twilio was not reached: {reason}.")
{
    public string Reason => reason;
}
