using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor;

/// <summary>Around the host's authentication, whatever its schemes: a session of an earlier epoch does not authenticate.</summary>
internal sealed class EpochAuthenticationService(IAuthenticationService inner, SessionGuard guard) : IAuthenticationService
{
    public async Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
    {
        var result = await inner.AuthenticateAsync(context, scheme).ConfigureAwait(false);
        return !result.Succeeded || await guard.IsCurrentAsync(context, result.Principal).ConfigureAwait(false)
            ? result
            : AuthenticateResult.Fail("The session was ended by a security change of the second factor.");
    }

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.ForbidAsync(context, scheme, properties);

    public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) =>
        inner.SignInAsync(context, scheme, principal, properties);

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => inner.SignOutAsync(context, scheme, properties);
}
