namespace TwoFactor;

/// <summary>
/// One message that was passed to one gateway. It is recorded with the challenge, and receipts of the gateway update
/// its state. It contains neither address nor code.
/// </summary>
public sealed record DeliveryAttempt
{
    /// <summary>The gateway's name.</summary>
    public required string Gateway { get; init; }

    /// <summary>When it was passed to the gateway.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The gateway's immediate answer.</summary>
    public FactorDeliveryStatus Status { get; init; }

    /// <summary>The class of failure, in snake case, e.g. <c>opted_out</c>; null if it was accepted.</summary>
    public string? Failure { get; init; }

    /// <summary>The provider's id of the message, or null.</summary>
    public string? MessageId { get; init; }

    /// <summary>The provider's own error code, or null.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>The state that receipts report.</summary>
    public DeliveryState State { get; init; }

    /// <summary>Shows gateway and status.</summary>
    public override string ToString() => $"{Gateway}: {Status}, {State}";
}
