namespace TwoFactor.Sms.Gateways;

/// <summary>
/// An <see cref="ISmsGateway"/> whose provider likes to hear which codes came back, to find routes that swallow
/// messages.
/// </summary>
public interface ISmsConversionFeedback
{
    /// <summary>
    /// Tells the provider that the code of a message was accepted. Called in the background; an exception is logged.
    /// </summary>
    /// <param name="messageId">The provider's id of the message.</param>
    /// <param name="cancellationToken">Cancels the telling.</param>
    ValueTask ConfirmAsync(string messageId, CancellationToken cancellationToken);
}
