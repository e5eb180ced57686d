using PhoneNumbers;

namespace TwoFactor.Sms;

/// <summary>The numbering plans of libphonenumber, and the regions in them.</summary>
internal static class PhonePlans
{
    // Used where the rules are the same for every region.
    private const string AnyRegion = "US";

    private static readonly Lazy<Dictionary<string, PhoneRegion>> s_regions = new(ReadRegions);

    public static PhoneNumberUtil Util => PhoneNumberUtil.GetInstance();

    public static Dictionary<string, PhoneRegion> Regions => s_regions.Value;

    /// <summary>The regions of a calling code, the main one first; empty for codes that belong to no region.</summary>
    public static IReadOnlyList<string> RegionsOf(int callingCode) =>
        Util.GetRegionCodesForCountryCode(callingCode) is [{ Length: 2 }, ..] regions ? regions : [];

    /// <summary>
    /// Loads the numbering plans now, so the first user does not pay for it: the library reads its index and compiles
    /// its regular expressions, then those of each given region.
    /// </summary>
    public static void WarmUp(IEnumerable<string> regions)
    {
        foreach (var region in regions.Select(PhoneRegions.Find).Prepend(PhoneRegions.Find(AnyRegion)))
        {
            if (region is not null && Util.GetExampleNumber(region.Code) is { } example)
                _ = PhoneNumber.Parse(Util.Format(example, PhoneNumberFormat.NATIONAL), region.Code);
        }
    }

    /// <summary>
    /// The English name of a region. Three region codes are not in ISO 3166-1, and the library has no names for them.
    /// </summary>
    public static string NameOf(string region)
    {
        var name = region switch
        {
            "AC" => "Ascension Island",
            "TA" => "Tristan da Cunha",
            "XK" => "Kosovo",
            _ => new Locale("en", region).GetDisplayCountry("en"),
        };
        return string.IsNullOrEmpty(name) ? region : name;
    }

    private static Dictionary<string, PhoneRegion> ReadRegions()
    {
        var regions = new Dictionary<string, PhoneRegion>(StringComparer.OrdinalIgnoreCase);
        foreach (var callingCode in Util.GetSupportedCallingCodes())
        {
            foreach (var code in RegionsOf(callingCode))
                regions[code] = new PhoneRegion(code, callingCode);
        }

        return regions;
    }
}
