namespace TwoFactor.Sms.Gateways;

/// <summary>What a gateway made of a message: accepted, rejected (provably not sent), or ambiguous.</summary>
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

    /// <summary>Whether it is certain that no message left.</summary>
    public bool IsProvablyNotSent => Status == FactorDeliveryStatus.Rejected;

    /// <summary>The provider took it on.</summary>
    /// <param name="messageId">The provider's id of the message, or null if it gives none.</param>
    public static SmsResult Accepted(string? messageId) =>
        new(FactorDeliveryStatus.Accepted, SmsFailure.None, messageId, null, null);

    /// <summary>It was provably not sent.</summary>
    /// <param name="failure">The class of failure.</param>
    /// <param name="providerCode">The provider's own code, or null.</param>
    /// <param name="retryAfter">How long the provider asks to wait, or null.</param>
    /// <exception cref="ArgumentException">The class is <see cref="SmsFailure.None"/>.</exception>
    public static SmsResult Rejected(SmsFailure failure, string? providerCode = null, TimeSpan? retryAfter = null) =>
        failure == SmsFailure.None
            ? throw new ArgumentException("A rejection has a class of failure.", nameof(failure))
            : new(FactorDeliveryStatus.Rejected, failure, null, providerCode, retryAfter);

    /// <summary>
    /// It may have been sent: a timeout, a connection that broke, a fault of the provider after the request was
    /// written.
    /// </summary>
    /// <param name="providerCode">The provider's own code, or null.</param>
    public static SmsResult Ambiguous(string? providerCode = null) =>
        new(FactorDeliveryStatus.Ambiguous, SmsFailure.Transient, null, providerCode, null);

    /// <summary>Shows status and class.</summary>
    public override string ToString() =>
        Failure == SmsFailure.None ? Status.ToString() : $"{Status} ({Failure}, {ProviderCode})";
}
