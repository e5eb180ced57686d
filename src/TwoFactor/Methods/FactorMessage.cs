namespace TwoFactor.Methods;

/// <summary>
/// A prepared message: what is stored with the challenge, and what is sent. It carries a code and shows nothing of it.
/// A method derives from it to hand more from <see cref="IFactorSender.Prepare"/> to
/// <see cref="IFactorSender.SendAsync"/>.
/// </summary>
public class FactorMessage
{
    /// <summary>
    /// What <see cref="IFactorMethod.Check"/> will need, stored with the challenge: a keyed hash of the code, never the
    /// code.
    /// </summary>
    public required byte[] ChallengeState { get; init; }

    /// <summary>Whom to send it to, in the method's own form.</summary>
    public required string Recipient { get; init; }

    /// <summary>What to send.</summary>
    public required string Body { get; init; }

    /// <summary>Shows neither recipient nor body.</summary>
    public override string ToString() => "a message (recipient and body withheld)";
}
