using System.Security.Claims;

namespace TwoFactor.AspNetCore;

/// <summary>Copies the claims of a full sign-in.</summary>
public static class TwoFactorClaims
{
    /// <summary>
    /// Copies the library's claims to a principal that was created again for the same session. Call it wherever the
    /// host does so; for ASP.NET Core Identity's cookies the library does it already. Without the claims, the session
    /// of a user with a second factor ends.
    /// </summary>
    /// <param name="principal">The new principal. Its first identity gets the claims.</param>
    /// <param name="from">The current principal of the session.</param>
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
