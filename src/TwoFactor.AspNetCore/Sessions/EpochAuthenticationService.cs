using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Wraps the host's authentication service, for all schemes. A session of an earlier epoch is not authenticated. A
/// session that the host writes again keeps its epoch.
/// </summary>
internal sealed class EpochAuthenticationService(
    IAuthenticationService inner,
    SessionGuard guard,
    UserFacts facts,
    SignInSchemes schemes,
    SessionRenewal renewal,
    SessionEnds ends
) : IAuthenticationService
{
    public async Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
    {
        var result = await inner.AuthenticateAsync(context, scheme).ConfigureAwait(false);
        if (
            result.Succeeded
            && PresentSession.IsEnded(
                context,
                facts.Find(result.Principal)?.Scheme ?? result.Ticket.AuthenticationScheme
            )
        )
            return AuthenticateResult.NoResult();

        if (!result.Succeeded || await guard.IsCurrentAsync(context, result.Ticket).ConfigureAwait(false))
            return result;

        await ends.NoteAsync(context, result.Principal, isDeleted: false).ConfigureAwait(false);
        return AuthenticateResult.Fail("The session was ended by a security change of the second factor.");
    }

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        inner.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        inner.ForbidAsync(context, scheme, properties);

    public async Task SignInAsync(
        HttpContext context,
        string? scheme,
        ClaimsPrincipal principal,
        AuthenticationProperties? properties
    )
    {
        await KeepEpochAsync(context, scheme, principal).ConfigureAwait(false);

        // With a refresh token a session goes on, and no sign-in asks the policy.
        if (
            RenewedSession.In(context) is not null
            && !await renewal.MayGoOnAsync(principal, context.RequestAborted).ConfigureAwait(false)
        )
        {
            await inner.ChallengeAsync(context, scheme, properties: null).ConfigureAwait(false);
            return;
        }

        await inner.SignInAsync(context, scheme, principal, properties).ConfigureAwait(false);
    }

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
    {
        FullSignIn.Forget(context);
        return inner.SignOutAsync(context, scheme, properties);
    }

    // When the host refreshes a user's session, as Identity's RefreshSignInAsync does, it is the same session.
    private async Task KeepEpochAsync(HttpContext context, string? scheme, ClaimsPrincipal principal)
    {
        if (
            facts.Find(principal) is not { HasEpoch: false } fresh
            || (scheme ?? await schemes.FindDefaultAsync().ConfigureAwait(false)) is not { } name
        )
            return;

        // A refresh token that was opened says which session is renewed, whatever else comes with the request: the
        // tokens of one that has ended must not come to life through another.
        if (
            RenewedSession.In(context) is { } renewed
            && IsOf(fresh, renewed.Principal)
            && facts.Find(renewed.Principal)?.Scheme == name
        )
        {
            principal.CopyTwoFactorClaims(renewed.Principal);
            return;
        }

        var current = await AuthenticateAsync(context, name).ConfigureAwait(false);
        if (current.Succeeded && IsOf(fresh, current.Principal))
            principal.CopyTwoFactorClaims(current.Principal);
    }

    private bool IsOf(Subject fresh, ClaimsPrincipal session) =>
        facts.Find(session) is { HasEpoch: true } subject && subject.UserId == fresh.UserId;
}
