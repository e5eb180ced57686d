namespace TwoFactor.Testing;

/// <summary>
/// How the provider that a gateway talks to answers, as its author plays it for <see cref="SmsGatewayKit"/>.
/// </summary>
public enum ProviderBehavior
{
    /// <summary>It takes the message on.</summary>
    Accept = 0,

    /// <summary>It says that the number cannot receive messages.</summary>
    RejectRecipient = 1,

    /// <summary>It says that too much was asked at once, and that this was not processed.</summary>
    RefuseForNow = 2,

    /// <summary>It says that the credentials are wrong.</summary>
    RejectCredentials = 3,

    /// <summary>It answers with a fault of its own, which does not say whether the message left.</summary>
    Fail = 4,

    /// <summary>It takes the request and never answers.</summary>
    Hang = 5,

    /// <summary>It takes the whole request and then breaks the connection.</summary>
    Reset = 6,

    /// <summary>It answers "accepted", and what follows cannot be read.</summary>
    Garble = 7,
}
