namespace TwoFactor.Sms;

/// <summary>How codes are sent by SMS: to which numbers, with which text, and how many.</summary>
public sealed class SmsOptions
{
    /// <summary>The value in <see cref="Regions"/> that allows every region.</summary>
    public const string AllRegions = "all";

    /// <summary>
    /// The regions that codes may be sent to, in ISO 3166-1 alpha-2; the region of the number decides. Default: none,
    /// and nothing is sent. Name only the regions where your users live: each further one is open to toll fraud.
    /// <c>all</c> allows every region.
    /// </summary>
    public IList<string> Regions { get; set; } = [];

    /// <summary>
    /// The types of numbers that codes may be sent to. Default: empty, which means mobile. Numbers are always allowed
    /// if their numbering plan does not distinguish mobile and fixed lines. Premium-rate, shared-cost, toll-free and
    /// pager numbers are always refused.
    /// </summary>
    public IList<PhoneNumberType> NumberTypes { get; set; } = [];

    /// <summary>The digits of a code. Default: 6; 6 to 8 (NIST SP 800-63B-4 §3.1.3.2).</summary>
    public int CodeDigits { get; set; } = 6;

    /// <summary>
    /// The language of messages if the user's language is unknown or has no template. Default: <c>en</c>.
    /// </summary>
    public string DefaultLanguage { get; set; } = "en";

    /// <summary>
    /// The host name where users enter codes, e.g. <c>example.com</c>. The message then ends with an origin-bound line,
    /// so browsers fill in the code at this host only (WICG Origin-bound one-time codes). Default: null, which adds no
    /// such line.
    /// </summary>
    public string? Host { get; set; }

    /// <summary>
    /// The 11-character hash that identifies your app to Android's SMS Retriever. It is added to the message on a line
    /// of its own. Default: null, which adds no such line.
    /// </summary>
    public string? AndroidHash { get; set; }

    /// <summary>The limits on how many messages are sent.</summary>
    public SmsLimitOptions Limits { get; set; } = new();

    /// <summary>Which gateways send messages, and what happens when one fails.</summary>
    public SmsDeliveryOptions Delivery { get; set; } = new();

    internal bool Allows(string region) =>
        Regions.Any(r =>
            r.Equals(region, StringComparison.OrdinalIgnoreCase)
            || r.Equals(AllRegions, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>A few numbers belong to two regions. One allowed region is enough.</summary>
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
            if (!AllRegions.Equals(Regions[i], StringComparison.OrdinalIgnoreCase) && !RegionCodes.IsKnown(Regions[i]))
                yield return $"TwoFactor:Sms:Regions:{i} is '{Regions[i]}', which is not a region with phone numbers. "
                    + $"Set it to an ISO 3166-1 alpha-2 code such as JP, or to '{AllRegions}'.";
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
            yield return $"TwoFactor:Sms:Host is '{Host}'. Set it to a domain alone, as it stands in the "
                + "address bar but in ASCII (xn--… for others): no scheme, port, path, underscore or dot at "
                + "the end, e.g. example.com.";

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
