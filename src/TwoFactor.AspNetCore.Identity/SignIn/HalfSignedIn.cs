using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>Identity's cookie between the password and the code: it carries the challenge and the provider.</summary>
internal static class HalfSignedIn
{
    public const string Challenge = "two_factor_challenge";

    /// <summary>The challenge that the code of this request answers; null if the cookie has none.</summary>
    public static async Task<string?> ChallengeAsync(HttpContext context, SignInState state)
    {
        if (state.Evaluation?.ChallengeId is { } own)
            return own;

        var schemes = (IAuthenticationSchemeProvider)
            context.RequestServices.GetService(typeof(IAuthenticationSchemeProvider))!;
        if (await schemes.GetSchemeAsync(IdentityConstants.TwoFactorUserIdScheme).ConfigureAwait(false) is null)
            return null;

        var cookie = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme).ConfigureAwait(false);
        state.Provider ??= cookie.Principal?.FindFirst(TwoFactorClaimTypes.IdentityProvider)?.Value;
        return cookie.Principal?.FindFirst(Challenge)?.Value;
    }
}
