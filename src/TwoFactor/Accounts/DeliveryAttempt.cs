namespace TwoFactor;

/// <summary>
/// One message handed to one gateway: recorded on the challenge, and moved forward by the gateway's receipts. It holds
/// neither address nor code.
/// </summary>
public sealed record DeliveryAttempt
{
    /// <summary>The gateway's name.</summary>
    public required string Gateway { get; init; }

    /// <summary>When it was handed over.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the gateway said at once.</summary>
    public FactorDeliveryStatus Status { get; init; }

    /// <summary>The class of failure, in snake case, e.g. <c>opted_out</c>; null if it was accepted.</summary>
    public string? Failure { get; init; }

    /// <summary>The provider's id of the message, or null.</summary>
    public string? MessageId { get; init; }

    /// <summary>The provider's own error code, or null.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>How far receipts say that it came.</summary>
    public DeliveryState State { get; init; }

    /// <summary>Shows gateway and status.</summary>
    public override string ToString() => $"{Gateway}: {Status}, {State}";
}
