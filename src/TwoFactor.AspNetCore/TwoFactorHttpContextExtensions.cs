using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor;
using TwoFactor.AspNetCore;

namespace Microsoft.AspNetCore.Http;

/// <summary>Gives access to the second factor of the request's user.</summary>
public static class TwoFactorHttpContextExtensions
{
    /// <summary>
    /// Call it in place of <c>SignInAsync</c> after the first factor was right. It evaluates the policy, then signs in,
    /// or issues the partial ticket, or denies. The full sign-in gets the claims of <see cref="TwoFactorClaimTypes"/>.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="principal">The user, as the host's scheme should store it.</param>
    /// <param name="properties">Properties for the full sign-in, or null.</param>
    /// <param name="facts">What the host states in addition to the claims, or null.</param>
    /// <returns>The result. Act on <see cref="TwoFactorSignIn.Decision"/>.</returns>
    /// <exception cref="ArgumentNullException">The context or the principal is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The scheme does not exist, or the principal has no user id.
    /// </exception>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be used, a record cannot be decrypted, or the clock was set back. Nobody is signed in.
    /// </exception>
    public static Task<TwoFactorSignIn> SignInWithTwoFactorAsync(
        this HttpContext context,
        ClaimsPrincipal principal,
        AuthenticationProperties? properties = null,
        TwoFactorSignInFacts? facts = null
    )
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(principal);
        return Get<TwoFactorSignInService>(context)
            .BeginAsync(context, principal, properties, facts ?? new TwoFactorSignInFacts());
    }

    /// <summary>
    /// Finds the partial sign-in, from the ticket in the request's cookie or in its header <c>X-TwoFactor-Ticket</c>.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <returns>
    /// The partial sign-in. Null if there is no ticket, or if it expired, was completed, reset or locked: the user must
    /// sign in again.
    /// </returns>
    /// <exception cref="TwoFactorStoreException">
    /// The store cannot be read, or the record cannot be decrypted.
    /// </exception>
    public static async Task<PartialSignIn?> GetPartialSignInAsync(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (await Get<PartialSignInFinder>(context).FindAsync(context).ConfigureAwait(false)).Partial;
    }

    /// <summary>Finds the signed-in user, authenticated by the schemes of the endpoint.</summary>
    /// <param name="context">The request.</param>
    /// <returns>The session. Null if nobody is signed in, or if the principal names no user or several.</returns>
    public static Task<TwoFactorSession?> GetTwoFactorSessionAsync(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Get<SessionFinder>(context).FindAsync(context);
    }

    /// <summary>
    /// Whether a session may be renewed, for a host that refreshes tokens of its own: it is of the user's present
    /// epoch, and the policy does not send the user to enrolment.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="principal">The session, with the library's claims, as the host's refresh token keeps it.</param>
    /// <returns>False if the user must sign in anew.</returns>
    /// <exception cref="TwoFactorStoreException">The store cannot be read, or a record does not open.</exception>
    public static async Task<bool> MayRenewTwoFactorSessionAsync(this HttpContext context, ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(principal);
        return await Get<SessionRenewal>(context)
            .IsCurrentAsync(principal, context.RequestAborted)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Why the session of this browser was refused, for the sign-in page that follows. A reason that was kept for the
    /// page is told once. Call it before the response starts.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <returns>The reason; null if no session was refused, or if it was for another reason, e.g. its age.</returns>
    public static TwoFactorSessionEnd? TakeTwoFactorSessionEnd(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Get<SessionEnds>(context).Take(context);
    }

    /// <summary>
    /// Where the request came from: the address of the connection, as forwarded-header middleware left it, and the
    /// language of the request.
    /// </summary>
    /// <param name="context">The request.</param>
    public static RequestOrigin GetRequestOrigin(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RequestOrigins.Of(context);
    }

    private static T Get<T>(HttpContext context)
        where T : notnull =>
        context.RequestServices.GetService<T>()
        ?? throw new InvalidOperationException(
            "TwoFactor.AspNetCore is not registered. Call AddTwoFactor().AddAspNetCore() on the services."
        );
}
