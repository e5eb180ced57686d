namespace TwoFactor.Sms;

/// <summary>How codes are sent by SMS: where to, what the message says, and how many.</summary>
public sealed class SmsOptions
{
    /// <summary>What <see cref="Regions"/> holds to allow every region.</summary>
    public const string AllRegions = "all";

    /// <summary>
    /// The regions that codes may be sent to, in ISO 3166-1 alpha-2, decided by the region of the number. Default:
    /// none, and nothing is sent: name those your users live in, since each further one is one more to be pumped in.
    /// <c>all</c> allows every region.
    /// </summary>
    public IList<string> Regions { get; set; } = [];

    /// <summary>
    /// The types of numbers that codes are sent to, besides numbers whose plan does not tell mobile and fixed apart.
    /// Empty means the default: mobile. Premium-rate, shared-cost, toll-free and pager numbers are refused whatever is
    /// set.
    /// </summary>
    public IList<PhoneNumberType> NumberTypes { get; set; } = [];

    /// <summary>The digits of a code. Default: 6; 6 to 8 (NIST SP 800-63B-4 §3.1.3.2).</summary>
    public int CodeDigits { get; set; } = 6;

    /// <summary>
    /// The language of messages to users whose own is not known or has no template. Default: <c>en</c>.
    /// </summary>
    public string DefaultLanguage { get; set; } = "en";

    /// <summary>
    /// The host name that codes are typed in at, e.g. <c>example.com</c>: the message then ends with an origin-bound
    /// line, so that browsers fill the code in there and nowhere else (WICG Origin-bound one-time codes). Default:
    /// null, no such line.
    /// </summary>
    public string? Host { get; set; }

    /// <summary>
    /// The 11 characters by which Android's SMS Retriever knows your app; the message then carries them on a line of
    /// their own. Default: null.
    /// </summary>
    public string? AndroidHash { get; set; }

    /// <summary>How many messages may be sent, to whom.</summary>
    public SmsLimitOptions Limits { get; set; } = new();

    /// <summary>Through which gateways, and how faults of theirs are handled.</summary>
    public SmsDeliveryOptions Delivery { get; set; } = new();

    internal bool Allows(string region) =>
        Regions.Any(r =>
            r.Equals(region, StringComparison.OrdinalIgnoreCase)
            || r.Equals(AllRegions, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>A few numbers are in the plans of two regions: either will do.</summary>
    internal bool Allows(PhoneNumber number) => Allows(number.Region) || number.FurtherRegions().Any(Allows);

    internal bool Allows(PhoneNumberType type) =>
        type switch
        {
            PhoneNumberType.FixedLineOrMobile => true,
            PhoneNumberType.PremiumRate
            or PhoneNumberType.SharedCost
            or PhoneNumberType.TollFree
            or PhoneNumberType.Pager => false,
            _ => NumberTypes.Count == 0 ? type == PhoneNumberType.Mobile : NumberTypes.Contains(type),
        };

    internal IEnumerable<string> Problems()
    {
        for (var i = 0; i < Regions.Count; i++)
        {
            if (
                !AllRegions.Equals(Regions[i], StringComparison.OrdinalIgnoreCase)
                && PhoneRegions.Find(Regions[i]) is null
            )
                yield return $"TwoFactor:Sms:Regions:{i} is '{Regions[i]}', which is no region that has phone numbers. Set "
                    + $"it to an ISO 3166-1 alpha-2 code such as JP, or to '{AllRegions}'.";
        }

        if (
            NumberTypes.Any(t =>
                !Enum.IsDefined(t)
                || t
                    is PhoneNumberType.PremiumRate
                        or PhoneNumberType.SharedCost
                        or PhoneNumberType.TollFree
                        or PhoneNumberType.Pager
            )
        )
            yield return "TwoFactor:Sms:NumberTypes has a type that codes are never sent to. Choose among Mobile, "
                + "FixedLine, FixedLineOrMobile and Other.";

        if (CodeDigits is < OutOfBandMethod.MinCodeDigits or > OutOfBandMethod.MaxCodeDigits)
            yield return $"TwoFactor:Sms:CodeDigits is {CodeDigits}. Set it to {OutOfBandMethod.MinCodeDigits} to "
                + $"{OutOfBandMethod.MaxCodeDigits} (NIST SP 800-63B-4 §3.1.3.2).";

        if (string.IsNullOrWhiteSpace(DefaultLanguage))
            yield return "TwoFactor:Sms:DefaultLanguage is empty. Set it to a language that has a template, e.g. en.";

        if (Host is not null && !OriginHost.IsValid(Host))
            yield return $"TwoFactor:Sms:Host is '{Host}'. Set it to a domain alone, as it stands in the address bar but in "
                + "ASCII (xn--… for others): no scheme, port, path, underscore or dot at the end, e.g. example.com.";

        if (
            AndroidHash is not null
            && (AndroidHash.Length != 11 || !AndroidHash.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'))
        )
            yield return "TwoFactor:Sms:AndroidHash is not 11 characters of Base64. Compute it from your app's package "
                + "name and signing certificate.";

        foreach (var problem in Limits.Problems().Concat(Delivery.Problems()))
            yield return problem;
    }
}
