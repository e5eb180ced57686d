namespace TwoFactor.Methods;

/// <summary>
/// A message with a code: what is stored with the challenge, and what is sent. <see cref="ToString"/> withholds both.
/// Derive from it to pass more data from <see cref="IFactorSender.Prepare"/> to <see cref="IFactorSender.SendAsync"/>.
/// </summary>
public class FactorMessage
{
    /// <summary>
    /// What <see cref="IFactorMethod.Check"/> needs later. It is stored with the challenge. Store a keyed hash of the
    /// code, never the code.
    /// </summary>
    public required byte[] ChallengeState { get; init; }

    /// <summary>The recipient, in the method's own form.</summary>
    public required string Recipient { get; init; }

    /// <summary>The text to send.</summary>
    public required string Body { get; init; }

    /// <summary>Withholds recipient and body.</summary>
    public override string ToString() => "a message (recipient and body withheld)";
}
