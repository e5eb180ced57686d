using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace TwoFactor.AspNetCore;

/// <summary>Reads the origin of a request.</summary>
internal static class RequestOrigins
{
    public static RequestOrigin Of(HttpContext context) =>
        new() { Address = context.Connection.RemoteIpAddress, Language = LanguageOf(context) };

    private static string? LanguageOf(HttpContext context) =>
        context.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture.Name is { Length: > 0 } culture
            ? culture
            : context
                .Request.GetTypedHeaders()
                .AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
                .FirstOrDefault(l => l.Value.Value is not "*")
                ?.Value.Value;
}
