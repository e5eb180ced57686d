using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>The token of a trusted device, in the cookie that Identity remembers machines with.</summary>
internal static class DeviceCookie
{
    private const string Token = "two_factor_device";

    public static async Task<string?> ReadAsync(HttpContext context, string userId)
    {
        if (!await IsThereAsync(context).ConfigureAwait(false))
            return null;

        var cookie = await context.AuthenticateAsync(IdentityConstants.TwoFactorRememberMeScheme).ConfigureAwait(false);
        return cookie.Principal?.FindFirst(ClaimTypes.Name)?.Value == userId
            ? cookie.Principal.FindFirst(Token)?.Value
            : null;
    }

    public static async Task WriteAsync(HttpContext context, string userId, string token, Claim? securityStamp)
    {
        if (!await IsThereAsync(context).ConfigureAwait(false))
            return;

        var identity = new ClaimsIdentity(IdentityConstants.TwoFactorRememberMeScheme);
        identity.AddClaim(new Claim(ClaimTypes.Name, userId));
        identity.AddClaim(new Claim(Token, token));
        if (securityStamp is not null)
            identity.AddClaim(securityStamp);

        await context
            .SignInAsync(
                IdentityConstants.TwoFactorRememberMeScheme,
                new ClaimsPrincipal(identity),
                new AuthenticationProperties { IsPersistent = true }
            )
            .ConfigureAwait(false);
    }

    /// <summary>The device's id: what is before the first dot.</summary>
    public static string IdOf(string token) => token[..Math.Max(0, token.IndexOf('.', StringComparison.Ordinal))];

    private static async Task<bool> IsThereAsync(HttpContext context) =>
        context.RequestServices.GetService(typeof(IAuthenticationSchemeProvider))
            is IAuthenticationSchemeProvider schemes
        && await schemes.GetSchemeAsync(IdentityConstants.TwoFactorRememberMeScheme).ConfigureAwait(false) is not null;
}
