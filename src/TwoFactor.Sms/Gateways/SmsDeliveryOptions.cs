namespace TwoFactor.Sms;

/// <summary>Which gateways send messages, and what happens when a gateway fails.</summary>
public sealed class SmsDeliveryOptions
{
    /// <summary>
    /// Which gateways serve which regions. The first route that covers the region of the number is used. Default:
    /// empty, which tries all gateways in the order of registration.
    /// </summary>
    public IList<SmsRoute> Routes { get; set; } = [];

    /// <summary>
    /// The timeout of one request to a gateway. Default: 10 seconds; 1 to 60. The user waits for it. A request that
    /// times out is ambiguous: the message may have left.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many times a request is retried at the same gateway, if it certainly was not processed. Default: 2; 0 to 5.
    /// </summary>
    public int Retries { get; set; } = 2;

    /// <summary>
    /// The wait before the first retry; it doubles with each retry. A wait that the gateway asks for takes precedence.
    /// Default: 500 ms; 0 to 10 seconds.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest wait that a gateway may ask for. If it asks for more, the next gateway is tried at once. Default: 3
    /// seconds; 0 to 30.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether the next gateway is tried when the first may have sent the message. The user may then get the same code
    /// twice, which does no more harm than a resend. It happens at most once per message. Default: true.
    /// </summary>
    public bool FailOverWhenAmbiguous { get; set; } = true;

    /// <summary>
    /// The number of requests within five minutes after which the circuit breaker may open. It opens if at least half
    /// of them failed by the gateway's own fault. Default: 4; 2 to 1,000.
    /// </summary>
    public int BreakAfter { get; set; } = 4;

    /// <summary>
    /// How long the breaker stays open: the gateway is skipped, then one message tries it again. Default: 30 seconds; 1
    /// second to 1 hour.
    /// </summary>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the breaker stays open for a gateway with a wrong configuration, because waiting does not repair it.
    /// Default: 5 minutes; 1 second to 1 day.
    /// </summary>
    public TimeSpan MisconfiguredBreakFor { get; set; } = TimeSpan.FromMinutes(5);

    internal IEnumerable<string> Problems()
    {
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromSeconds(60))
            yield return $"TwoFactor:Sms:Delivery:Timeout is {Timeout}. Set it to 1 to 60 seconds.";

        if (Retries is < 0 or > 5)
            yield return $"TwoFactor:Sms:Delivery:Retries is {Retries}. Set it to 0 to 5.";

        if (RetryDelay < TimeSpan.Zero || RetryDelay > TimeSpan.FromSeconds(10))
            yield return $"TwoFactor:Sms:Delivery:RetryDelay is {RetryDelay}. Set it to 0 to 10 seconds.";

        if (MaxRetryDelay < TimeSpan.Zero || MaxRetryDelay > TimeSpan.FromSeconds(30))
            yield return $"TwoFactor:Sms:Delivery:MaxRetryDelay is {MaxRetryDelay}. Set it to 0 to 30 seconds.";

        if (BreakAfter is < 2 or > 1_000)
            yield return $"TwoFactor:Sms:Delivery:BreakAfter is {BreakAfter}. Set it to 2 to 1,000.";

        if (BreakFor < TimeSpan.FromSeconds(1) || BreakFor > TimeSpan.FromHours(1))
            yield return $"TwoFactor:Sms:Delivery:BreakFor is {BreakFor}. Set it to 1 second to 1 hour.";

        if (MisconfiguredBreakFor < TimeSpan.FromSeconds(1) || MisconfiguredBreakFor > TimeSpan.FromDays(1))
            yield return $"TwoFactor:Sms:Delivery:MisconfiguredBreakFor is {MisconfiguredBreakFor}. Set it "
                + "to 1 second to 1 day.";

        for (var i = 0; i < Routes.Count; i++)
        {
            foreach (var problem in Routes[i].Problems(i))
                yield return problem;
        }
    }
}
