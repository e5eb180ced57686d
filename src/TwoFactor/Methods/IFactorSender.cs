namespace TwoFactor.Methods;

/// <summary>
/// An <see cref="IFactorMethod"/> whose codes are sent to the user implements this too. The engine asks for clearance,
/// opens and stores the challenge, and only then sends. It keeps the cool-down between sends. A resend replaces the
/// code but keeps the failure count (NIST SP 800-63B-4 §3.1.3.2). Derive from <c>OutOfBandMethod</c> instead, which
/// makes, binds and spends the codes, unless a vendor makes them.
/// </summary>
public interface IFactorSender
{
    /// <summary>
    /// Makes a code and its message. A pure function of <paramref name="send"/>, which includes the randomness.
    /// </summary>
    /// <param name="send">The factor's state, the purpose, the randomness and the time.</param>
    /// <returns>What to store with the challenge, and the message.</returns>
    FactorMessage Prepare(FactorSend send);

    /// <summary>
    /// Reserves what a send costs, before anything is stored. The reservation is released only if this request sends
    /// nothing. Called again if a lost write conflict changes the recipient. Default: granted.
    /// </summary>
    /// <param name="message">The message that <see cref="Prepare"/> made.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>
    /// Clearance, or a refusal. After a refusal nothing is stored or sent, and the earlier code stays valid.
    /// </returns>
    ValueTask<SendClearance> ReserveAsync(FactorMessage message, CancellationToken cancellationToken) =>
        new(SendClearance.Granted);

    /// <summary>Sends the message. Called once per send, after the challenge was stored.</summary>
    /// <param name="message">The message that <see cref="Prepare"/> made.</param>
    /// <param name="cancellationToken">
    /// Whether the message was sent. An exception is logged and treated as <see cref="FactorDelivery.Ambiguous"/>: the
    /// challenge stays open, and the user may ask again after the cool-down.
    /// </param>
    /// <returns>Whether the message left. An exception is logged and taken for <see cref="FactorDelivery.Ambiguous"/>:
    /// the challenge is open, and the user may ask again after the wait.</returns>
    ValueTask<FactorDelivery> SendAsync(FactorMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Called after a code was accepted and that was stored. It must return quickly, because the user is waiting. An
    /// exception is logged. Default: does nothing.
    /// </summary>
    /// <param name="arrival">The factor, and how the code was delivered.</param>
    /// <param name="cancellationToken">Never cancelled by the library.</param>
    ValueTask ArrivedAsync(FactorArrival arrival, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// The full address that a factor's codes are sent to, for notices to the user; null if there is none. Default:
    /// null.
    /// </summary>
    /// <param name="state">The factor's state.</param>
    string? GetAddress(ReadOnlyMemory<byte> state) => null;
}
