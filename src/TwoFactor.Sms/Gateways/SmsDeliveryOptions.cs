namespace TwoFactor.Sms;

/// <summary>Through which gateways messages go, and how faults of gateways are handled.</summary>
public sealed class SmsDeliveryOptions
{
    /// <summary>
    /// Which gateways serve which regions; the first route that covers a number's region is taken. Empty tries all
    /// gateways in the order of their registration.
    /// </summary>
    public IList<SmsRoute> Routes { get; set; } = [];

    /// <summary>
    /// How long one request to a gateway may take. Default: 10 seconds; 1 to 60. A user waits for it; what takes longer
    /// counts as ambiguous.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often a request that provably was not processed is made again to the same gateway. Default: 2; 0 to 5.
    /// </summary>
    public int Retries { get; set; } = 2;

    /// <summary>
    /// The first wait before such a retry; it doubles each time, and a gateway's own wish goes before it. Default: 500
    /// ms; 0 to 10 seconds.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The longest wait that is granted to a gateway that names one; if it wants longer the next gateway is asked.
    /// Default: 3 seconds; 0 to 30.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether the next gateway is asked when it is not known whether the message left: the user may then get the same
    /// code twice, which is as harmless as a resend. It happens once a message at most. Default: true.
    /// </summary>
    public bool FailOverWhenAmbiguous { get; set; } = true;

    /// <summary>
    /// After how many requests within five minutes, at least half of them faults of the gateway, it is passed over.
    /// Default: 4; 2 to 1,000.
    /// </summary>
    public int BreakAfter { get; set; } = 4;

    /// <summary>
    /// How long a gateway is passed over before one message tries it again. Default: 30 seconds; 1 second to 1 hour.
    /// </summary>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The same for a gateway that is configured wrongly, which no waiting mends. Default: 5 minutes; 1 second to 1
    /// day.
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
            yield return $"TwoFactor:Sms:Delivery:MisconfiguredBreakFor is {MisconfiguredBreakFor}. Set it to 1 second to "
                + "1 day.";

        for (var i = 0; i < Routes.Count; i++)
        {
            foreach (var problem in Routes[i].Problems(i))
                yield return problem;
        }
    }
}
