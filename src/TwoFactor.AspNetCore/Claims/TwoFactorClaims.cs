using System.Security.Claims;

namespace TwoFactor.AspNetCore;

/// <summary>Carries the claims of a full sign-in over.</summary>
public static class TwoFactorClaims
{
    /// <summary>
    /// Carries the library's claims over to a principal that was made anew for the same session. Call it wherever the
    /// host makes one; with ASP.NET Core Identity's cookies that is done already. Without the claims the session ends,
    /// for a user who has a second factor.
    /// </summary>
    /// <param name="principal">The new principal; its first identity gets the claims.</param>
    /// <param name="from">The principal of the session so far.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The new principal has no identity.</exception>
    public static void CopyTwoFactorClaims(this ClaimsPrincipal principal, ClaimsPrincipal from)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(from);
        var target =
            principal.Identities.FirstOrDefault()
            ?? throw new ArgumentException("The principal has no identity.", nameof(principal));
        if (from.Identities.FirstOrDefault(i => i.HasClaim(c => c.Type == TwoFactorClaimTypes.Epoch)) is { } source)
            new Subject(from, source, "").CopyTo(target);
    }
}
