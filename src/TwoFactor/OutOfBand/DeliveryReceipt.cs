namespace TwoFactor.Methods;

/// <summary>What a provider reports about a message.</summary>
public sealed class DeliveryReceipt
{
    /// <summary>The reference that was sent with the message, see <see cref="IReceiptReferences"/>.</summary>
    public required string Reference { get; init; }

    /// <summary>
    /// The provider's id of the message: the <see cref="DeliveryAttempt.MessageId"/> recorded when it was sent.
    /// </summary>
    public required string MessageId { get; init; }

    /// <summary>The state that the message reached.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>
    /// The class of failure in snake case, e.g. <c>opted_out</c>; null if the message did not fail. Use few values:
    /// they appear in events and metrics.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>The provider's own error code, or null.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>Shows state and failure.</summary>
    public override string ToString() => Failure is null ? State.ToString() : $"{State} ({Failure})";
}
