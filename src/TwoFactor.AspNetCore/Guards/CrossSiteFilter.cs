using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Refuses requests from other sites' pages that would change state (CSRF). Browsers add cookies by themselves. So a
/// cookie counts only with a JSON body, which no form can send, or with the host's antiforgery token, and never if the
/// browser reports another site. A ticket or token in a header is safe, because only the app adds it.
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

    // Browsers send the Origin header with every such request. Other programs may omit it.
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

    // What matters is the credential that authenticates the request, not what else it carries.
    private async ValueTask<bool> IsByHeaderAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return http.Request.Headers.ContainsKey(PartialTickets.Header);

        // Browsers also add Negotiate, Basic and client certificates by themselves. They do not add a bearer token,
        // unless the scheme reads it from a cookie.
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
            // An unreadable form contains no token.
            return false;
        }
    }
}
