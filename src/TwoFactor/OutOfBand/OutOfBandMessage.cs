namespace TwoFactor.Methods;

/// <summary>
/// A code on its way: the address (<see cref="FactorMessage.Recipient"/>), the text, the code in it, and what it is
/// for. It shows nothing of them.
/// </summary>
public sealed class OutOfBandMessage : FactorMessage
{
    internal OutOfBandMessage(FactorSend send, string code)
    {
        Send = send;
        Code = code;
    }

    /// <summary>The code within the text, for gateways that have texts of their own.</summary>
    public string Code { get; }

    /// <summary>Whom the code is for, what for, and until when.</summary>
    public FactorSend Send { get; }
}
