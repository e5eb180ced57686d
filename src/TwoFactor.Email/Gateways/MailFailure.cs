namespace TwoFactor.Email.Gateways;

/// <summary>
/// The classes of failure. They decide whether another gateway is asked, and whether the fault counts against this one.
/// </summary>
public enum MailFailure
{
    /// <summary>No failure.</summary>
    None = 0,

    /// <summary>There is no such mailbox, or it takes no mail. No gateway is asked further, and none is to blame.</summary>
    Recipient = 1,

    /// <summary>The server refuses the message itself, e.g. as spam. No other gateway is asked.</summary>
    Policy = 2,

    /// <summary>
    /// Credentials, sender or TLS are wrong. The next gateway is asked, and this one rests for long.
    /// </summary>
    Configuration = 3,

    /// <summary>The request is malformed: a fault of this library, which no other gateway mends.</summary>
    Request = 4,

    /// <summary>
    /// A fault that may pass: greylisting, a full mailbox, a busy server. The next gateway is asked.
    /// </summary>
    Transient = 5,

    /// <summary>
    /// Nobody was there: a refused connection, an unknown host. The next gateway is asked, and it is held against this
    /// one.
    /// </summary>
    Unreachable = 6,
}
