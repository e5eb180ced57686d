namespace TwoFactor.Email.Gateways;

/// <summary>
/// A way to send e-mail. It makes one attempt and says what came of it: timeouts, breaking and choosing another gateway
/// are done around it. Register it with <c>AddEmail().AddGateway&lt;T&gt;()</c>.
/// </summary>
public interface IMailGateway
{
    /// <summary>
    /// The name that records and metrics know it by: lower-case ASCII letters, digits and dashes. It never changes.
    /// </summary>
    string Name { get; }

    /// <summary>Makes one attempt to send.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">
    /// Cancels the attempt, also when it takes too long. What was cancelled in mid-flight counts as ambiguous.
    /// </param>
    /// <returns>What came of it. An exception is taken for ambiguous: throw none for what a server answers.</returns>
    ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken);

    /// <summary>Asks whether a message would leave, without sending one. Default: null.</summary>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <returns>What is wrong, in a sentence without secrets; null if nothing is, or if that cannot be asked.</returns>
    ValueTask<string?> CheckAsync(CancellationToken cancellationToken) => new((string?)null);
}
