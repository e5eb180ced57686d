using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Lets users choose a language. It is kept in the cookie that <c>UseRequestLocalization</c> reads too.
/// </summary>
/// <param name="services">The services of the request.</param>
public sealed class LanguageModel(IServiceProvider services) : TwoFactorPage
{
    private const int DaysKept = 365;

    private readonly PageLanguages _languages = services.GetRequiredService<PageLanguages>();

    /// <summary>The languages to choose from.</summary>
    public IReadOnlyList<CultureInfo> Languages => _languages.All;

    /// <summary>Shows the languages.</summary>
    public void OnGet() { }

    /// <summary>Keeps the choice.</summary>
    /// <param name="culture">The name of the language.</param>
    public IActionResult OnPost(string? culture)
    {
        if (_languages.Find(culture) is { } found)
            Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(found)),
                new CookieOptions
                {
                    IsEssential = true,
                    SameSite = SameSiteMode.Lax,
                    HttpOnly = true,
                    Secure = Request.IsHttps,
                    MaxAge = TimeSpan.FromDays(DaysKept),
                }
            );

        return GoOn();
    }
}
