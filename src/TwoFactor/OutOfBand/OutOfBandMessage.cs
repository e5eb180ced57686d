namespace TwoFactor.Methods;

/// <summary>
/// A code to send: the address (<see cref="FactorMessage.Recipient"/>), the text, the code in it, and its purpose.
/// <see cref="object.ToString"/> withholds all of it.
/// </summary>
public sealed class OutOfBandMessage : FactorMessage
{
    internal OutOfBandMessage(FactorSend send, string code)
    {
        Send = send;
        Code = code;
    }

    /// <summary>The code in the text, for gateways that use their own text.</summary>
    public string Code { get; }

    /// <summary>The user, the purpose and the expiry of the code.</summary>
    public FactorSend Send { get; }
}
