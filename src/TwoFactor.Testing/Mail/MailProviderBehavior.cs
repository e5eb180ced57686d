namespace TwoFactor.Testing;

/// <summary>
/// How a mail provider behaves. The author of a gateway simulates it for <see cref="MailGatewayKit"/>. Let the
/// provider's answers repeat the address and the text, as those of real ones do.
/// </summary>
public enum MailProviderBehavior
{
    /// <summary>Accepts the message.</summary>
    Accept = 0,

    /// <summary>Answers that there is no such mailbox, before or after it was given the text.</summary>
    RejectRecipient = 1,

    /// <summary>Answers that it does not deliver such a text, e.g. because it takes it for spam.</summary>
    RejectText = 2,

    /// <summary>
    /// Answers that it does not take the message now and that a later attempt may succeed, e.g. greylisting.
    /// </summary>
    RefuseForNow = 3,

    /// <summary>Answers that the credentials are wrong.</summary>
    RejectCredentials = 4,

    /// <summary>
    /// Cannot be reached: it refuses every connection, or breaks it before anything of a message was sent.
    /// </summary>
    Unreachable = 5,

    /// <summary>Receives a part of the text or the whole of it, then breaks the connection without an answer.</summary>
    Reset = 6,

    /// <summary>Receives the whole text and never answers.</summary>
    Hang = 7,

    /// <summary>Receives the whole text and gives an answer that cannot be read.</summary>
    Garble = 8,
}
