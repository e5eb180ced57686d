using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Decorates the host's authentication. A session for enrolment alone authenticates only on the enrolment pages; other
/// pages that need a user redirect there. It also adds the challenge to Identity's half-signed-in cookie.
/// </summary>
internal sealed class EnrollmentGate(IAuthenticationService inner, IOptions<TwoFactorIdentityOptions> options)
    : IAuthenticationService
{
    private static readonly object s_limited = new();

    public async Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
    {
        var result = await inner.AuthenticateAsync(context, scheme).ConfigureAwait(false);
        if (!IsLimited(result.Principal) || Paths.Match(context.Request.Path, options.Value.Enrollments))
            return result;

        context.Items[s_limited] = true;
        return AuthenticateResult.NoResult();
    }

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
    {
        if (!context.Items.ContainsKey(s_limited) || context.Request.Headers.Authorization.Count > 0)
            return inner.ChallengeAsync(context, scheme, properties);

        context.Response.Redirect($"{context.Request.PathBase}{options.Value.Enrollments[0]}");
        return Task.CompletedTask;
    }

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        inner.ForbidAsync(context, scheme, properties);

    public Task SignInAsync(
        HttpContext context,
        string? scheme,
        ClaimsPrincipal principal,
        AuthenticationProperties? properties
    )
    {
        if (
            scheme == IdentityConstants.TwoFactorUserIdScheme
            && context.RequestServices.GetService<SignInState>() is { ChallengeId: { } challengeId } state
            && principal.Identities.FirstOrDefault() is { } identity
        )
        {
            identity.AddClaim(new Claim(HalfSignedIn.Challenge, challengeId));
            if (state.Provider is { } provider)
                identity.AddClaim(new Claim(TwoFactorClaimTypes.IdentityProvider, provider));
        }

        return inner.SignInAsync(context, scheme, principal, properties);
    }

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        inner.SignOutAsync(context, scheme, properties);

    private static bool IsLimited(ClaimsPrincipal? principal) =>
        principal is not null
        && principal.HasClaim(c => c.Type == TwoFactorClaimTypes.EnrollmentOnly)
        && (
            !principal.HasClaim(c => c.Type == TwoFactorClaimTypes.SecondFactorTime)
            || principal.HasClaim(TwoFactorClaimTypes.EnrollmentOnly, SessionClaims.ResistantFactor)
        );
}
