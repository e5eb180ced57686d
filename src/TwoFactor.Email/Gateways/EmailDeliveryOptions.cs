namespace TwoFactor.Email;

/// <summary>How faults of gateways are handled.</summary>
public sealed class EmailDeliveryOptions
{
    /// <summary>
    /// How long one attempt with a gateway may take. Default: 15 seconds; 1 to 60. A user waits for it; what takes
    /// longer counts as ambiguous.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether the next gateway is asked when it is not known whether the message left: the user may then get the same
    /// code twice, which is as harmless as a resend. It happens once a message at most. Default: true.
    /// </summary>
    public bool FailOverWhenAmbiguous { get; set; } = true;

    /// <summary>
    /// After how many messages within five minutes, at least half of them faults of the gateway, it is passed over.
    /// Default: 4; 2 to 1,000.
    /// </summary>
    public int BreakAfter { get; set; } = 4;

    /// <summary>
    /// How long a gateway is passed over before one message tries it again. Default: 30 seconds; 1 second to 1 hour.
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
