namespace TwoFactor.Sms.Twilio;

/// <summary>
/// A request that certainly did not reach Twilio. The reason is one word, with nothing from the request.
/// </summary>
internal sealed class TwilioUnsentException(string reason, bool mayRetry)
    : Exception($"Twilio was not reached: {reason}.")
{
    /// <summary>
    /// Whether an immediate retry may help. It does not after a connect timeout or a failed TLS handshake.
    /// </summary>
    public bool MayRetry => mayRetry;

    public string Reason => reason;
}
