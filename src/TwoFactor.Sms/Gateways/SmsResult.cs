namespace TwoFactor.Sms.Gateways;

/// <summary>
/// The result of one attempt to send: accepted, rejected (certainly not sent), or ambiguous (may have been sent).
/// </summary>
public sealed class SmsResult
{
    private SmsResult(
        FactorDeliveryStatus status,
        SmsFailure failure,
        string? messageId,
        string? providerCode,
        TimeSpan? retryAfter
    )
    {
        Status = status;
        Failure = failure;
        MessageId = messageId;
        ProviderCode = providerCode;
        RetryAfter = retryAfter;
    }

    /// <summary>Accepted, rejected or ambiguous.</summary>
    public FactorDeliveryStatus Status { get; }

    /// <summary>The class of failure; <see cref="SmsFailure.None"/> if it was accepted.</summary>
    public SmsFailure Failure { get; }

    /// <summary>The provider's id of the message, or null.</summary>
    public string? MessageId { get; }

    /// <summary>The provider's own error code, or null.</summary>
    public string? ProviderCode { get; }

    /// <summary>How long the provider asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the message certainly was not sent.</summary>
    public bool IsProvablyNotSent => Status == FactorDeliveryStatus.Rejected;

    /// <summary>The provider accepted the message.</summary>
    /// <param name="messageId">The provider's id of the message, or null if it gives none.</param>
    public static SmsResult Accepted(string? messageId) =>
        new(FactorDeliveryStatus.Accepted, SmsFailure.None, messageId, null, null);

    /// <summary>The message certainly was not sent.</summary>
    /// <param name="failure">The class of failure.</param>
    /// <param name="providerCode">The provider's own code, or null.</param>
    /// <param name="retryAfter">How long the provider asks to wait, or null.</param>
    /// <exception cref="ArgumentException">The class is <see cref="SmsFailure.None"/>.</exception>
    public static SmsResult Rejected(SmsFailure failure, string? providerCode = null, TimeSpan? retryAfter = null) =>
        failure == SmsFailure.None
            ? throw new ArgumentException("A rejection needs a class of failure other than None.", nameof(failure))
            : new(FactorDeliveryStatus.Rejected, failure, null, providerCode, retryAfter);

    /// <summary>
    /// The message may have been sent: a timeout, a broken connection, or a fault of the provider after it got the
    /// request.
    /// </summary>
    /// <param name="providerCode">The provider's own code, or null.</param>
    public static SmsResult Ambiguous(string? providerCode = null) =>
        new(FactorDeliveryStatus.Ambiguous, SmsFailure.Transient, null, providerCode, null);

    /// <summary>Shows status and class.</summary>
    public override string ToString() =>
        Failure == SmsFailure.None ? Status.ToString() : $"{Status} ({Failure}, {ProviderCode})";
}
