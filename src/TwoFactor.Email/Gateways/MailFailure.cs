namespace TwoFactor.Email.Gateways;

/// <summary>
/// The classes of failure. They decide whether the next gateway is tried, and whether the failure counts for the
/// circuit breaker of this one.
/// </summary>
public enum MailFailure
{
    /// <summary>No failure.</summary>
    None = 0,

    /// <summary>
    /// The mailbox does not exist, or accepts no mail. No other gateway is tried, and the failure counts for no
    /// breaker.
    /// </summary>
    Recipient = 1,

    /// <summary>The server refuses the message itself, e.g. as spam. No other gateway is tried.</summary>
    Policy = 2,

    /// <summary>
    /// Credentials, sender or TLS are wrong. The next gateway is tried, and this one is skipped for a long time.
    /// </summary>
    Configuration = 3,

    /// <summary>The request is malformed. That is a bug of this library; no other gateway is tried.</summary>
    Request = 4,

    /// <summary>A temporary failure: greylisting, a full mailbox, a busy server. The next gateway is tried.</summary>
    Transient = 5,

    /// <summary>
    /// There is no connection: it was refused, or the host is unknown. The next gateway is tried, and the failure
    /// counts for this one's breaker.
    /// </summary>
    Unreachable = 6,
}
