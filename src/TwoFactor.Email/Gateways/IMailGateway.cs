namespace TwoFactor.Email.Gateways;

/// <summary>
/// A way to send e-mail. It makes one attempt and reports the result. The library adds timeout, circuit breaker and
/// failover. Register it with <c>AddEmail().AddGateway&lt;T&gt;()</c>.
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
    /// Cancels the attempt, also at the timeout. A cancelled attempt counts as ambiguous.
    /// </param>
    /// <returns>The result. Do not throw for an answer of the server: an exception counts as ambiguous.</returns>
    ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken);

    /// <summary>
    /// Checks whether the gateway could send, without sending. The default implementation returns null.
    /// </summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>
    /// The problem, in a sentence without secrets; null if there is none, or if the gateway cannot check.
    /// </returns>
    ValueTask<string?> CheckAsync(CancellationToken cancellationToken) => new((string?)null);
}
