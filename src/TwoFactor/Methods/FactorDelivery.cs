namespace TwoFactor;

/// <summary>
/// What became of a message, and of each attempt to send it. It is for the host; an outsider is told that a code is on
/// its way.
/// </summary>
public sealed class FactorDelivery
{
    /// <summary>It was taken on for delivery.</summary>
    public static FactorDelivery Accepted { get; } = new() { Status = FactorDeliveryStatus.Accepted };

    /// <summary>It was provably not sent.</summary>
    public static FactorDelivery Rejected { get; } = new() { Status = FactorDeliveryStatus.Rejected };

    /// <summary>It may or may not have been sent.</summary>
    public static FactorDelivery Ambiguous { get; } = new() { Status = FactorDeliveryStatus.Ambiguous };

    /// <summary>How it ended.</summary>
    public required FactorDeliveryStatus Status { get; init; }

    /// <summary>The attempts in order, one for each gateway that was asked; empty if there was none.</summary>
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>
    /// Why nothing was sent, as the last attempt's <see cref="DeliveryAttempt.Failure"/> or the dispatcher names it;
    /// null unless rejected.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>Shows how it ended.</summary>
    public override string ToString() => Reason is null ? Status.ToString() : $"{Status} ({Reason})";
}
