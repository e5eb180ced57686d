namespace TwoFactor;

/// <summary>
/// The result of sending a message, and of each attempt. It is for the host only; tell other callers just that a code
/// was sent.
/// </summary>
public sealed class FactorDelivery
{
    /// <summary>A gateway accepted the message for delivery.</summary>
    public static FactorDelivery Accepted { get; } = new() { Status = FactorDeliveryStatus.Accepted };

    /// <summary>The message certainly was not sent.</summary>
    public static FactorDelivery Rejected { get; } = new() { Status = FactorDeliveryStatus.Rejected };

    /// <summary>It may or may not have been sent.</summary>
    public static FactorDelivery Ambiguous { get; } = new() { Status = FactorDeliveryStatus.Ambiguous };

    /// <summary>The overall result.</summary>
    public required FactorDeliveryStatus Status { get; init; }

    /// <summary>The attempts in order, one for each gateway that was tried; empty if there was none.</summary>
    public IReadOnlyList<DeliveryAttempt> Attempts { get; init; } = [];

    /// <summary>
    /// Why nothing was sent: the last attempt's <see cref="DeliveryAttempt.Failure"/>, or a reason from the sender;
    /// null unless rejected.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Sums up the attempts of one message. Accepted by one gateway is accepted, whatever the others said; a message
    /// that may have left is not known to have failed; all else is rejected.
    /// </summary>
    /// <param name="attempts">The attempts in order; empty if no gateway was asked.</param>
    public static FactorDelivery Of(IReadOnlyList<DeliveryAttempt> attempts)
    {
        ArgumentNullException.ThrowIfNull(attempts);
        FactorDeliveryStatus[] best = [FactorDeliveryStatus.Accepted, FactorDeliveryStatus.Ambiguous];
        var status = best.Where(s => attempts.Any(a => a.Status == s)).FirstOrDefault(FactorDeliveryStatus.Rejected);
        var failure = attempts.Count == 0 ? null : attempts[^1].Failure;
        return new FactorDelivery
        {
            Status = status,
            Attempts = attempts,
            Reason = status == FactorDeliveryStatus.Rejected ? failure ?? "no_gateway" : null,
        };
    }

    /// <summary>Shows the overall result.</summary>
    public override string ToString() => Reason is null ? Status.ToString() : $"{Status} ({Reason})";
}
