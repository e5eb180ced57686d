namespace TwoFactor.Sms.Gateways;

/// <summary>
/// A way to send SMS. It makes one attempt and says what came of it: waiting, retrying, breaking and choosing another
/// gateway are done around it. Optional powers are further interfaces on the same class:
/// <see cref="ISmsReceiptReader"/>, <see cref="ISmsConversionFeedback"/>, <see cref="ISmsGatewayHealth"/>. Register it
/// with <c>AddSms().AddGateway&lt;T&gt;()</c>.
/// </summary>
public interface ISmsGateway
{
    /// <summary>
    /// The name that routes, records and metrics know it by: lower-case ASCII letters, digits and dashes. It never
    /// changes.
    /// </summary>
    string Name { get; }

    /// <summary>Makes one attempt to send.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">
    /// Cancels the attempt, also when it takes too long. What was cancelled in mid-flight counts as ambiguous.
    /// </param>
    /// <returns>What came of it. An exception is taken for ambiguous: throw none for what a provider answers.</returns>
    ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken);
}
