namespace TwoFactor.Sms.Twilio;

/// <summary>
/// The locales that are passed to Verify, among those it supports
/// (https://www.twilio.com/docs/verify/supported-languages). For any other language Verify picks the locale by the
/// number's country.
/// </summary>
internal static class TwilioLocales
{
    private static readonly Dictionary<string, string> s_locales = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ar"] = "ar",
        ["cs"] = "cs",
        ["da"] = "da",
        ["de"] = "de",
        ["el"] = "el",
        ["en"] = "en",
        ["en-GB"] = "en-GB",
        ["es"] = "es",
        ["fi"] = "fi",
        ["fr"] = "fr",
        ["he"] = "he",
        ["hi"] = "hi",
        ["hu"] = "hu",
        ["id"] = "id",
        ["it"] = "it",
        ["ja"] = "ja",
        ["ko"] = "ko",
        ["nb"] = "nb",
        ["no"] = "nb",
        ["nl"] = "nl",
        ["pl"] = "pl",
        ["pt"] = "pt",
        ["pt-BR"] = "pt-BR",
        ["ro"] = "ro",
        ["ru"] = "ru",
        ["sv"] = "sv",
        ["th"] = "th",
        ["tr"] = "tr",
        ["uk"] = "uk",
        ["vi"] = "vi",
        ["zh"] = "zh-CN",
        ["zh-Hans"] = "zh-CN",
        ["zh-Hant"] = "zh-HK",
        ["zh-TW"] = "zh-HK",
        ["zh-HK"] = "zh-HK",
        ["zh-MO"] = "zh-HK",
    };

    public static string? Find(string? language)
    {
        for (var tag = language?.Replace('_', '-') ?? ""; tag.Length > 0; tag = Shorter(tag))
        {
            if (s_locales.TryGetValue(tag, out var locale))
                return locale;
        }

        return null;
    }

    private static string Shorter(string tag)
    {
        var dash = tag.LastIndexOf('-');
        return dash < 0 ? "" : tag[..dash];
    }
}
