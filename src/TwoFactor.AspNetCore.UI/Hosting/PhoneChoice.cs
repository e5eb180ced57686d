using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>The regions that messages may be sent to, and the one that the reader is likely to be in.</summary>
internal sealed class PhoneChoice(IOptions<SmsOptions> options, IHttpContextAccessor accessor)
{
    private const string Fallback = "JP";

    /// <summary>The regions with names in the reader's language, sorted by them.</summary>
    public IReadOnlyList<(string Code, string Name, int CallingCode)> Regions { get; } =
    [
        .. PhoneRegions
            .All.Where(r =>
                options.Value.Regions.Contains(r.Code, StringComparer.OrdinalIgnoreCase)
                || options.Value.Regions.Contains(SmsOptions.AllRegions, StringComparer.OrdinalIgnoreCase)
            )
            .Select(r => (r.Code, Name: r.NameIn(CultureInfo.CurrentUICulture), r.CallingCode))
            .OrderBy(r => r.Name, StringComparer.CurrentCulture),
    ];

    /// <summary>The region of the browser's language, e.g. Japan for Japanese.</summary>
    public string OfReader()
    {
        var languages = accessor
            .HttpContext!.Request.GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.Value ?? "")
            .Prepend(CultureInfo.CurrentUICulture.Name);
        foreach (var language in languages)
        {
            var region = language.Contains('-', StringComparison.Ordinal)
                ? language.Split('-')[^1].ToUpperInvariant()
                : OfLanguage(language);
            if (Regions.Any(r => r.Code == region))
                return region!;
        }

        return Regions.Count == 0 || Regions.Any(r => r.Code == Fallback) ? Fallback : Regions[0].Code;
    }

    private static string? OfLanguage(string language) =>
        language switch
        {
            "ja" => Fallback,
            "de" => "DE",
            "fr" => "FR",
            "es" => "ES",
            "pt" => "PT",
            _ => null,
        };
}
