namespace TwoFactor.Sms.Gateways;

/// <summary>
/// An <see cref="ISmsGateway"/> whose provider accepts conversion feedback: which codes were used. Providers use it to
/// find routes that do not deliver.
/// </summary>
public interface ISmsConversionFeedback
{
    /// <summary>
    /// Tells the provider that the user entered the code of this message. It runs in the background; an exception is
    /// logged and changes nothing.
    /// </summary>
    /// <param name="messageId">The provider's id of the message.</param>
    /// <param name="cancellationToken">Cancels the report.</param>
    ValueTask ConfirmAsync(string messageId, CancellationToken cancellationToken);
}
