namespace TwoFactor.Methods;

/// <summary>
/// The optional power of an <see cref="IFactorMethod"/> whose codes are sent to the user. The engine asks for
/// permission, opens the challenge, writes it, and only then sends; it keeps the cool-down between sends, and a resend
/// replaces the code but not the count of failures (NIST SP 800-63B-4 §3.1.3.2). Derive from
/// <c>OutOfBandMethod</c> instead, unless the codes are made elsewhere: it makes, binds and spends them.
/// </summary>
public interface IFactorSender
{
    /// <summary>
    /// Makes a code and the message that carries it. A pure function of <paramref name="send"/>: the randomness comes
    /// with it.
    /// </summary>
    /// <param name="send">The factor's state, the purpose, the randomness and the time.</param>
    /// <returns>What to store with the challenge, and the message.</returns>
    FactorMessage Prepare(FactorSend send);

    /// <summary>
    /// Reserves whatever a send costs, before anything is written. What was reserved is given back only if this request
    /// sends nothing. It is called again if a lost race changes the recipient. Default: granted.
    /// </summary>
    /// <param name="message">The message that <see cref="Prepare"/> made.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Permission, or a refusal: then nothing is written or sent, and the code before stays good.</returns>
    ValueTask<SendClearance> ReserveAsync(FactorMessage message, CancellationToken cancellationToken) =>
        new(SendClearance.Granted);

    /// <summary>Sends the message. Called after the challenge was written, once per send.</summary>
    /// <param name="message">The message that <see cref="Prepare"/> made.</param>
    /// <param name="cancellationToken">
    /// Cancelled after two minutes. A caller who leaves does not cancel it: the message is on its way, and the
    /// challenge is written.
    /// </param>
    /// <returns>Whether the message left. An exception is logged and taken for <see cref="FactorDelivery.Ambiguous"/>:
    /// the challenge is open, and the user may ask again after the wait.</returns>
    ValueTask<FactorDelivery> SendAsync(FactorMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Hears that a code was accepted, after that was written. It must not keep the user waiting; an exception is
    /// logged. Default: nothing.
    /// </summary>
    /// <param name="arrival">Which factor, and how the code was delivered.</param>
    /// <param name="cancellationToken">Never cancelled by the library.</param>
    ValueTask ArrivedAsync(FactorArrival arrival, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// The full address that a factor's codes go to, for notices to the user; null if there is none. Default: null.
    /// </summary>
    /// <param name="state">The factor's state.</param>
    string? GetAddress(ReadOnlyMemory<byte> state) => null;
}
