namespace TwoFactor.Sms.Twilio;

/// <summary>
/// A request that provably did not reach Twilio. The reason is a word; it holds nothing of the request.
/// </summary>
internal sealed class TwilioUnsentException(string reason, bool mayRetry)
    : Exception($"Twilio was not reached: {reason}.")
{
    /// <summary>
    /// Whether asking again at once may help: not where connecting took too long or the handshake failed.
    /// </summary>
    public bool MayRetry => mayRetry;

    public string Reason => reason;
}
