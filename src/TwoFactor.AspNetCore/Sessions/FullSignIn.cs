using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Signs in with the host's scheme. Some schemes answer in the body, e.g. with bearer tokens. That answer is captured,
/// so that it can be sent together with the library's own data.
/// </summary>
internal static class FullSignIn
{
    private static readonly object s_written = new();

    /// <summary>
    /// The ticket that this request has written. The handler would still return the one that came with the request.
    /// </summary>
    public static AuthenticationTicket? WrittenIn(HttpContext context) =>
        context.Items[s_written] as AuthenticationTicket;

    /// <summary>Forgets it after a sign-out in the same request.</summary>
    public static void Forget(HttpContext context) => context.Items.Remove(s_written);

    public static async Task<JsonObject?> WriteAsync(
        HttpContext context,
        string scheme,
        ClaimsPrincipal principal,
        AuthenticationProperties? properties
    )
    {
        if (await FindIssuerAsync(context, scheme).ConfigureAwait(false) is { } issuer)
        {
            var tokens = await issuer.IssueAsync(context, scheme, principal, properties).ConfigureAwait(false);
            Remember(context, new AuthenticationTicket(principal, properties, scheme));
            return tokens;
        }

        var ticket = new AuthenticationTicket(principal, properties, scheme);
        if (await FindHandlerAsync(context, scheme).ConfigureAwait(false) is CookieAuthenticationHandler)
        {
            // It answers in a header alone.
            await context.SignInAsync(scheme, principal, properties).ConfigureAwait(false);
            Remember(context, ticket);
            return null;
        }

        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var caught = new MemoryStream();
        var catching = new StreamResponseBodyFeature(caught);
        context.Features.Set<IHttpResponseBodyFeature>(catching);
        try
        {
            await context.SignInAsync(scheme, principal, properties).ConfigureAwait(false);
            await catching.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set(body);
        }

        Remember(context, ticket);
        if (caught.Length == 0)
            return null;

        caught.Position = 0;
        try
        {
            return await JsonNode.ParseAsync(caught).ConfigureAwait(false) as JsonObject;
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException(
                $"The sign-in scheme '{scheme}' answered with a body that is not JSON. Sign in with a scheme "
                    + "that sets a cookie or answers in JSON.",
                e
            );
        }
    }

    /// <summary>
    /// The host's issuer, for a scheme that reads tokens and cannot sign in; null for all that can.
    /// </summary>
    public static async Task<ITwoFactorTokenIssuer?> FindIssuerAsync(HttpContext context, string scheme) =>
        context.RequestServices.GetService<ITwoFactorTokenIssuer>() is { } issuer
        && await FindHandlerAsync(context, scheme).ConfigureAwait(false)
            is { } handler
                and not IAuthenticationSignInHandler
            ? issuer
            : null;

    private static Task<IAuthenticationHandler?> FindHandlerAsync(HttpContext context, string scheme) =>
        context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, scheme);

    // The rest of the request is that user's, so that a page which it renders carries the right antiforgery token.
    private static void Remember(HttpContext context, AuthenticationTicket ticket)
    {
        context.Response.Headers.CacheControl = "no-store";
        SessionGuard.Forget(context);
        context.Items[s_written] = ticket;
        context.User = ticket.Principal;
        if (context.Features.Get<IAuthenticateResultFeature>() is { } feature)
            feature.AuthenticateResult = AuthenticateResult.Success(ticket);
    }
}
