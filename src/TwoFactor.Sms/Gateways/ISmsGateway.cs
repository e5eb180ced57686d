namespace TwoFactor.Sms.Gateways;

/// <summary>
/// Sends SMS through one provider. A gateway makes one attempt and reports the result. The library retries, breaks the
/// circuit and fails over to other gateways; a gateway must not. A gateway may also implement
/// <see cref="ISmsReceiptReader"/>, <see cref="ISmsConversionFeedback"/> and <see cref="ISmsGatewayHealth"/>. Register
/// it with <c>AddSms().AddGateway&lt;T&gt;()</c>.
/// </summary>
public interface ISmsGateway
{
    /// <summary>
    /// The name in routes, records and metrics: lower-case ASCII letters, digits and dashes. Never change it.
    /// </summary>
    string Name { get; }

    /// <summary>Makes one attempt to send.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">
    /// Cancels the attempt, also after <see cref="SmsDeliveryOptions.Timeout"/>. A cancelled attempt counts as
    /// ambiguous.
    /// </param>
    /// <returns>The result. Do not throw for an answer of the provider: every exception counts as ambiguous.</returns>
    ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken);
}
