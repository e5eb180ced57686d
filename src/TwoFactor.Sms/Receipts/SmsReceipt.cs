namespace TwoFactor.Sms.Gateways;

/// <summary>What a provider says of a message.</summary>
public sealed class SmsReceipt
{
    /// <summary>The reference that was sent with the message, see <see cref="SmsMessage.Reference"/>.</summary>
    public required string Reference { get; init; }

    /// <summary>The provider's id of the message.</summary>
    public required string MessageId { get; init; }

    /// <summary>How far it came.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Why it came no further; <see cref="SmsFailure.None"/> if there is nothing wrong.</summary>
    public SmsFailure Failure { get; init; }

    /// <summary>The provider's own error code, or null.</summary>
    public string? ProviderCode { get; init; }
}
