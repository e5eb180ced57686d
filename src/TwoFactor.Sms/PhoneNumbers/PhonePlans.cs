using System.Globalization;
using PhoneNumbers;

namespace TwoFactor.Sms;

/// <summary>The numbering plans of libphonenumber, and the regions in them.</summary>
internal static class PhonePlans
{
    private static readonly Lazy<Dictionary<string, PhoneRegion>> s_regions = new(ReadRegions);

    public static PhoneNumberUtil Util => PhoneNumberUtil.GetInstance();

    public static Dictionary<string, PhoneRegion> Regions => s_regions.Value;

    /// <summary>The regions of a calling code, the main one first; empty for codes that belong to no region.</summary>
    public static IReadOnlyList<string> RegionsOf(int callingCode) =>
        Util.GetRegionCodesForCountryCode(callingCode) is [{ Length: 2 }, ..] regions ? regions : [];

    /// <summary>
    /// Pays the cost of the first use now: reading the plans takes some sixty milliseconds, and matching a number
    /// compiles the patterns of its region.
    /// </summary>
    public static void WarmUp(IEnumerable<string> regions)
    {
        foreach (var region in regions.Select(PhoneRegions.Find).OfType<PhoneRegion>())
        {
            if (Util.GetExampleNumber(region.Code) is { } example)
                _ = PhoneNumber.Parse(Util.Format(example, PhoneNumberFormat.E164), region.Code);
        }
    }

    private static Dictionary<string, PhoneRegion> ReadRegions()
    {
        var regions = new Dictionary<string, PhoneRegion>(StringComparer.OrdinalIgnoreCase);
        foreach (var callingCode in Util.GetSupportedCallingCodes())
        {
            foreach (var code in RegionsOf(callingCode))
                regions[code] = new PhoneRegion(code, callingCode, NameOf(code));
        }

        return regions;
    }

    // Three codes stand beside ISO 3166-1, and the library has no name for them.
    private static string NameOf(string code)
    {
        var name = code switch
        {
            "AC" => "Ascension Island",
            "TA" => "Tristan da Cunha",
            "XK" => "Kosovo",
            _ => new Locale("en", code).GetDisplayCountry("en"),
        };
        return string.IsNullOrEmpty(name) ? code.ToUpper(CultureInfo.InvariantCulture) : name;
    }
}
