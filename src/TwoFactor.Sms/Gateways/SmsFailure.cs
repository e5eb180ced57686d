namespace TwoFactor.Sms.Gateways;

/// <summary>
/// The classes of failure. They decide whether another gateway is asked, and whether the fault counts against this one.
/// </summary>
public enum SmsFailure
{
    /// <summary>No failure.</summary>
    None = 0,

    /// <summary>The number cannot receive messages. No gateway is asked further, and none is to blame.</summary>
    Recipient = 1,

    /// <summary>
    /// The recipient has asked for no more messages. No other gateway is asked: that would evade the wish.
    /// </summary>
    OptedOut = 2,

    /// <summary>The provider suspects fraud, or its policy forbids it. No other gateway is asked.</summary>
    Policy = 3,

    /// <summary>This gateway has no way to that number. The next one is asked.</summary>
    Route = 4,

    /// <summary>
    /// Credentials, sender or account are wrong. The next gateway is asked, and this one rests for long.
    /// </summary>
    Configuration = 5,

    /// <summary>A balance or a queue is exhausted. The next gateway is asked.</summary>
    Capacity = 6,

    /// <summary>The request is malformed: a fault of this library, which no other gateway mends.</summary>
    Request = 7,

    /// <summary>
    /// Provably not processed, as when too much was asked at once: it is tried again, and then the next gateway is
    /// asked.
    /// </summary>
    Unprocessed = 8,

    /// <summary>A fault that may pass, such as an outage. The next gateway is asked.</summary>
    Transient = 9,

    /// <summary>
    /// Nobody was there: a refused connection, an unknown host. It is tried again, the next gateway is asked, and it is
    /// held against this one.
    /// </summary>
    Unreachable = 10,
}
