namespace TwoFactor.Sms;

/// <summary>The gateways for some regions.</summary>
public sealed class SmsRoute
{
    /// <summary>The regions of numbers, in ISO 3166-1 alpha-2. Empty covers all.</summary>
    public IList<string> Regions { get; set; } = [];

    /// <summary>The names of the gateways, tried in this order.</summary>
    public IList<string> Gateways { get; set; } = [];

    /// <summary>
    /// A weight for each gateway: each message draws its order by them, so that one with weight 3 is tried first three
    /// times as often as one with 1. Empty keeps the order as it stands.
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
            yield return $"{name}:Gateways names a gateway twice: what may have left through it would be sent again. Name "
                + "each once.";

        if (Weights.Count > 0 && (Weights.Count != Gateways.Count || Weights.Any(w => w is < 1 or > 1_000)))
            yield return $"{name}:Weights has not one weight of 1 to 1,000 for each gateway. Give each one, or leave them "
                + "out.";

        if (Regions.FirstOrDefault(r => PhoneRegions.Find(r) is null) is { } unknown)
            yield return $"{name}:Regions has '{unknown}', which is no region that has phone numbers. Use ISO 3166-1 "
                + "alpha-2 codes such as JP.";
    }
}
