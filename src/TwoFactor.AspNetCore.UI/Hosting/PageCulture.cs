using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Chooses the language of a page from the cookie or the browser, if the host does not use
/// <c>UseRequestLocalization</c>. It also forbids caching of the page, because the page may show secrets.
/// </summary>
internal sealed class PageCulture : IAsyncResourceFilter
{
    private static readonly IRequestCultureProvider[] s_providers =
    [
        new CookieRequestCultureProvider(),
        new AcceptLanguageHeaderRequestCultureProvider(),
    ];

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "no-store";
        if (http.Features.Get<IRequestCultureFeature>() is null)
        {
            var languages = http.RequestServices.GetRequiredService<PageLanguages>();
            foreach (var provider in s_providers)
            {
                var asked = await provider.DetermineProviderCultureResult(http);
                if (
                    asked?.UICultures.Select(c => languages.Find(c.Value)).FirstOrDefault(c => c is not null) is
                    { } found
                )
                {
                    (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (found, found);
                    break;
                }
            }
        }

        await next();
    }
}
