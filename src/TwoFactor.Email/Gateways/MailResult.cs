namespace TwoFactor.Email.Gateways;

/// <summary>
/// The result of one attempt: accepted, rejected (provably not sent), or ambiguous (may have been sent).
/// </summary>
public sealed class MailResult
{
    private MailResult(FactorDeliveryStatus status, MailFailure failure, string? messageId, string? providerCode)
    {
        Status = status;
        Failure = failure;
        MessageId = messageId;
        ProviderCode = providerCode;
    }

    /// <summary>Accepted, rejected or ambiguous.</summary>
    public FactorDeliveryStatus Status { get; }

    /// <summary>The class of failure; <see cref="MailFailure.None"/> if it was accepted.</summary>
    public MailFailure Failure { get; }

    /// <summary>The id of the message, or null.</summary>
    public string? MessageId { get; }

    /// <summary>The server's own code, e.g. <c>550</c>, or null.</summary>
    public string? ProviderCode { get; }

    /// <summary>Whether the message certainly was not sent.</summary>
    public bool IsProvablyNotSent => Status == FactorDeliveryStatus.Rejected;

    /// <summary>The server accepted the message.</summary>
    /// <param name="messageId">The id of the message, or null if there is none.</param>
    public static MailResult Accepted(string? messageId) =>
        new(FactorDeliveryStatus.Accepted, MailFailure.None, messageId, null);

    /// <summary>The message certainly was not sent.</summary>
    /// <param name="failure">The class of failure.</param>
    /// <param name="providerCode">The server's own code, or null.</param>
    /// <exception cref="ArgumentException">The class is <see cref="MailFailure.None"/>.</exception>
    public static MailResult Rejected(MailFailure failure, string? providerCode = null) =>
        failure == MailFailure.None
            ? throw new ArgumentException("A rejection has a class of failure.", nameof(failure))
            : new(FactorDeliveryStatus.Rejected, failure, null, providerCode);

    /// <summary>
    /// The message may have been sent: a timeout or a broken connection after the first bytes of the text were sent.
    /// </summary>
    /// <param name="providerCode">A code for the log, or null.</param>
    public static MailResult Ambiguous(string? providerCode = null) =>
        new(FactorDeliveryStatus.Ambiguous, MailFailure.Transient, null, providerCode);

    /// <summary>Shows status and class.</summary>
    public override string ToString() =>
        Failure == MailFailure.None ? Status.ToString() : $"{Status} ({Failure}, {ProviderCode})";
}
