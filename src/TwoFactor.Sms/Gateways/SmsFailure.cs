namespace TwoFactor.Sms.Gateways;

/// <summary>
/// Classes of failure. The class decides whether another gateway is tried, and whether the failure counts for the
/// circuit breaker of this one.
/// </summary>
public enum SmsFailure
{
    /// <summary>No failure.</summary>
    None = 0,

    /// <summary>The number cannot receive messages. No other gateway is tried; the breaker does not count it.</summary>
    Recipient = 1,

    /// <summary>
    /// The recipient opted out of messages. No other gateway is tried, because that would evade the opt-out.
    /// </summary>
    OptedOut = 2,

    /// <summary>The provider suspects fraud, or its policy forbids the message. No other gateway is tried.</summary>
    Policy = 3,

    /// <summary>This gateway cannot reach that number. The next one is tried.</summary>
    Route = 4,

    /// <summary>
    /// Credentials, sender or account are wrong. The next gateway is tried; this one is skipped for
    /// <see cref="SmsDeliveryOptions.MisconfiguredBreakFor"/>.
    /// </summary>
    Configuration = 5,

    /// <summary>The account has no balance left, or a queue is full. The next gateway is tried.</summary>
    Capacity = 6,

    /// <summary>
    /// The request is malformed: a bug in this library, which is the same at every gateway. No other gateway is tried.
    /// </summary>
    Request = 7,

    /// <summary>
    /// The request certainly was not processed, e.g. because of a rate limit. It is retried, then the next gateway is
    /// tried.
    /// </summary>
    Unprocessed = 8,

    /// <summary>A temporary fault, such as an outage. The next gateway is tried.</summary>
    Transient = 9,

    /// <summary>
    /// No connection: refused, or the host name is unknown. The request is retried, then the next gateway is tried. The
    /// circuit breaker counts it.
    /// </summary>
    Unreachable = 10,
}
