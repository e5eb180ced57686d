using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.UI;

/// <summary>The languages that users may choose.</summary>
internal sealed class PageLanguages(
    IOptions<TwoFactorPagesOptions> pages,
    IOptions<RequestLocalizationOptions> localization
)
{
    /// <summary>The languages in the order of the options.</summary>
    public IReadOnlyList<CultureInfo> All { get; } =
    [.. Names(pages.Value, localization.Value).Select(CultureInfo.GetCultureInfo)];

    /// <summary>The language of that name, or of one of its parents: German for de-AT.</summary>
    public CultureInfo? Find(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > 32)
            return null;

        try
        {
            for (var culture = CultureInfo.GetCultureInfo(name); culture.Name.Length > 0; culture = culture.Parent)
            {
                if (All.FirstOrDefault(c => c.Name == culture.Name) is { } found)
                    return found;
            }
        }
        catch (CultureNotFoundException)
        {
            // The browser may send a text that is no language.
        }

        return null;
    }

    // If nobody has set RequestLocalizationOptions, they have exactly one language.
    private static IEnumerable<string> Names(TwoFactorPagesOptions pages, RequestLocalizationOptions localization)
    {
        if (pages.Languages.Count > 0)
            return pages.Languages;

        var hosts = localization.SupportedUICultures?.Select(c => c.Name).Where(n => n.Length > 0).ToList() ?? [];
        return hosts.Count > 1 ? hosts : TextTables.Languages;
    }
}
