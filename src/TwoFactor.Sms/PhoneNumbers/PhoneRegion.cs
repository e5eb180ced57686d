using System.Globalization;

namespace TwoFactor.Sms;

/// <summary>A region that has phone numbers, e.g. for a drop-down list.</summary>
public sealed class PhoneRegion
{
    internal PhoneRegion(string code, int callingCode)
    {
        Code = code;
        CallingCode = callingCode;
    }

    /// <summary>
    /// The region in ISO 3166-1 alpha-2, e.g. <c>JP</c>. <c>AC</c>, <c>TA</c> and <c>XK</c> are in use but not in the
    /// standard.
    /// </summary>
    public string Code { get; }

    /// <summary>The calling code, e.g. 81. Twelve calling codes are shared by several regions.</summary>
    public int CallingCode { get; }

    /// <summary>The name in English (Unicode CLDR).</summary>
    public string EnglishName => field ??= PhonePlans.NameOf(Code);

    /// <summary>
    /// The name in a language. It is in English if the platform has no data for the language, e.g. with invariant
    /// globalization.
    /// </summary>
    /// <param name="culture">The language. Its own region is ignored.</param>
    public string NameIn(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        var language = culture;
        while (!language.IsNeutralCulture && language.Parent.Name.Length > 0)
            language = language.Parent;

        try
        {
            // For example "de-JP" gives the German name of Japan.
            return language.Name.Length > 0 ? new RegionInfo($"{language.Name}-{Code}").NativeName : EnglishName;
        }
        catch (ArgumentException)
        {
            return EnglishName;
        }
    }

    /// <summary>Shows code, calling code and English name.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Code} +{CallingCode} {EnglishName}");
}
