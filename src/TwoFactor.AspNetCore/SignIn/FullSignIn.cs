using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TwoFactor;

/// <summary>
/// Signs in with the host's scheme. A scheme may answer in the body, as bearer tokens do; that answer is caught, so that it can go out together with
/// what else there is to say.
/// </summary>
internal static class FullSignIn
{
    private const string SchemeItem = ".two-factor.scheme";

    /// <summary>The scheme to renew a session with. A ticket may name another one than that of its handler, as bearer tokens do, so it is noted at sign-in.</summary>
    public static string SchemeOf(AuthenticationTicket ticket) =>
        ticket.Properties.Items.TryGetValue(SchemeItem, out var scheme) && scheme is not null ? scheme : ticket.AuthenticationScheme;

    public static async Task<JsonObject?> WriteAsync(HttpContext context, string scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
    {
        var noted = properties?.Clone() ?? new AuthenticationProperties();
        noted.Items[SchemeItem] = scheme;
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var caught = new MemoryStream();
        var catching = new StreamResponseBodyFeature(caught);
        context.Features.Set<IHttpResponseBodyFeature>(catching);
        try
        {
            await context.SignInAsync(scheme, principal, noted).ConfigureAwait(false);
            await catching.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            context.Features.Set(body);
        }

        if (caught.Length == 0)
            return null;

        caught.Position = 0;
        try
        {
            return await JsonNode.ParseAsync(caught).ConfigureAwait(false) as JsonObject;
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"The sign-in scheme '{scheme}' answered with a body that is not JSON. Sign in with a scheme that sets a cookie or answers in JSON.", e);
        }
    }
}
