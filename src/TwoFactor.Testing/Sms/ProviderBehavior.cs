namespace TwoFactor.Testing;

/// <summary>How a provider behaves. The author of a gateway simulates it for <see cref="SmsGatewayKit"/>.</summary>
public enum ProviderBehavior
{
    /// <summary>Accepts the message.</summary>
    Accept = 0,

    /// <summary>Answers that the number cannot receive messages.</summary>
    RejectRecipient = 1,

    /// <summary>Answers that there were too many requests and that this one was not processed.</summary>
    RefuseForNow = 2,

    /// <summary>Answers that the credentials are wrong.</summary>
    RejectCredentials = 3,

    /// <summary>Answers with an internal error, which does not say whether the message was sent.</summary>
    Fail = 4,

    /// <summary>Receives the request and never answers.</summary>
    Hang = 5,

    /// <summary>Receives the whole request, then breaks the connection.</summary>
    Reset = 6,

    /// <summary>Answers "accepted" with a body that cannot be read.</summary>
    Garble = 7,
}
