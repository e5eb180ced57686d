namespace TwoFactor.Sms;

/// <summary>The gateways for some regions.</summary>
public sealed class SmsRoute
{
    /// <summary>The regions of numbers, in ISO 3166-1 alpha-2. Empty covers all.</summary>
    public IList<string> Regions { get; set; } = [];

    /// <summary>The names of the gateways, tried in this order.</summary>
    public IList<string> Gateways { get; set; } = [];

    /// <summary>
    /// One weight for each gateway, 1 to 1,000. The order is drawn by weight for each message: a gateway with weight 3
    /// comes first three times as often as one with weight 1. Default: empty, which keeps the order as written.
    /// </summary>
    public IList<int> Weights { get; set; } = [];

    internal bool Covers(string region) =>
        Regions.Count == 0 || Regions.Contains(region, StringComparer.OrdinalIgnoreCase);

    internal IEnumerable<string> Problems(int index)
    {
        var name = $"TwoFactor:Sms:Delivery:Routes:{index}";
        if (Gateways.Count == 0)
            yield return $"{name}:Gateways is empty. Name the gateways of the route, e.g. twilio.";

        if (Gateways.Distinct(StringComparer.Ordinal).Count() < Gateways.Count)
            yield return $"{name}:Gateways names a gateway twice, so a message could be sent twice. Name it once.";

        if (Weights.Count > 0 && (Weights.Count != Gateways.Count || Weights.Any(w => w is < 1 or > 1_000)))
            yield return $"{name}:Weights needs one weight of 1 to 1,000 for each gateway. Set them all, or leave them "
                + "out.";

        if (Regions.FirstOrDefault(r => !RegionCodes.IsKnown(r)) is { } unknown)
            yield return $"{name}:Regions has '{unknown}', which is not a region with phone numbers. Use ISO 3166-1 "
                + "alpha-2 codes such as JP.";
    }
}
