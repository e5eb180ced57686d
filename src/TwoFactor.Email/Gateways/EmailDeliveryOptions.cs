namespace TwoFactor.Email;

/// <summary>Timeout, circuit breaker and failover of gateways.</summary>
public sealed class EmailDeliveryOptions
{
    /// <summary>
    /// How long one attempt with a gateway may take. Default: 15 seconds; 1 to 60. The user waits meanwhile. An attempt
    /// that takes longer is ambiguous: the message may have been sent.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether to try the next gateway when it is not known whether the message was sent. The user may then get the
    /// same code twice, which does no harm. It happens at most once for a message. Default: true.
    /// </summary>
    public bool FailOverWhenAmbiguous { get; set; } = true;

    /// <summary>
    /// When the circuit breaker opens: after this many messages within five minutes, if at least half of them failed by
    /// the gateway's fault. The gateway is then skipped. Default: 4; 2 to 1,000.
    /// </summary>
    public int BreakAfter { get; set; } = 4;

    /// <summary>
    /// How long a gateway is skipped before one message tries it again. Default: 30 seconds; 1 second to 1 hour.
    /// </summary>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(30);

    internal IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromSeconds(60))
            yield return $"TwoFactor:Email:Delivery:Timeout is {Timeout}. Set it to 1 to 60 seconds.";

        if (BreakAfter is < 2 or > 1_000)
            yield return $"TwoFactor:Email:Delivery:BreakAfter is {BreakAfter}. Set it to 2 to 1,000.";

        if (BreakFor < TimeSpan.FromSeconds(1) || BreakFor > TimeSpan.FromHours(1))
            yield return $"TwoFactor:Email:Delivery:BreakFor is {BreakFor}. Set it to 1 second to 1 hour.";
    }
}
