using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Requests that change state must not come from another site's page (CSRF). What a browser adds by itself, cookies,
/// counts only together with JSON, which no form sends, or with the host's antiforgery token; and never where the
/// browser says that another site asks. A ticket or a token in a header is added by nobody but the app.
/// </summary>
internal sealed class CrossSiteFilter(SignInSchemes schemes, UserFacts facts, ILogger<CrossSiteFilter> logger)
    : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (
            HttpMethods.IsGet(http.Request.Method)
            || HttpMethods.IsHead(http.Request.Method)
            || await IsByHeaderAsync(http).ConfigureAwait(false)
        )
            return await next(context).ConfigureAwait(false);

        if (IsFromAnotherSite(http.Request))
        {
            logger.CrossSiteRefused();
            return Problems.Forbidden;
        }

        return
            http.Request.HasJsonContentType()
            || HttpMethods.IsDelete(http.Request.Method)
            || await HasTokenAsync(http).ConfigureAwait(false)
            ? await next(context).ConfigureAwait(false)
            : Problems.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "unsupported_media_type",
                "Send Content-Type: application/json, also with an empty body, or an antiforgery token."
            );
    }

    // A browser names the origin of each such request; a program that is no browser need not.
    private static bool IsFromAnotherSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is not ("same-origin" or "none");

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(
                Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
                && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            );
    }

    // What counts is the credential that the request is served for, not what else it carries.
    private async ValueTask<bool> IsByHeaderAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return http.Request.Headers.ContainsKey(PartialTickets.Header);

        // Negotiate, Basic and client certificates are added by browsers too; a bearer token is not, unless its scheme
        // reads it from a cookie.
        var scheme =
            facts.Find(http.User)?.Scheme
            ?? http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket?.AuthenticationScheme;
        var credential = http.Request.Headers.Authorization.ToString();
        return (
                credential.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                || credential.StartsWith("DPoP ", StringComparison.OrdinalIgnoreCase)
            ) && !await schemes.IsByCookieAsync(scheme).ConfigureAwait(false);
    }

    private static async ValueTask<bool> HasTokenAsync(HttpContext http)
    {
        try
        {
            return http.RequestServices.GetService<IAntiforgery>() is { } antiforgery
                && await antiforgery.IsRequestValidAsync(http).ConfigureAwait(false);
        }
        catch (AntiforgeryValidationException)
        {
            // A form that cannot be read holds no token.
            return false;
        }
    }
}
