using System.Globalization;
using System.Security.Claims;

namespace TwoFactor;

/// <summary>Reads and writes the claims of a full sign-in.</summary>
public static class TwoFactorClaims
{
    /// <summary>
    /// Carries the library's claims over to a principal that was made anew for the same session. Call it wherever the host does that, e.g. from
    /// <c>SecurityStampValidatorOptions.OnRefreshingPrincipal</c>: without them the session neither ends after a reset nor passes a step-up.
    /// </summary>
    /// <param name="principal">The new principal; its first identity gets the claims.</param>
    /// <param name="from">The principal of the session so far.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The new principal has no identity.</exception>
    public static void CopyTwoFactorClaims(this ClaimsPrincipal principal, ClaimsPrincipal from)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(from);
        var identity = principal.Identities.FirstOrDefault() ?? throw new ArgumentException("The principal has no identity.", nameof(principal));
        string[] types = [TwoFactorClaimTypes.AuthenticationMethod, TwoFactorClaimTypes.AuthenticationTime, TwoFactorClaimTypes.SecondFactorTime, TwoFactorClaimTypes.Epoch];
        foreach (var type in types)
        {
            Remove(identity, type);
            identity.AddClaims(from.FindAll(type).Select(c => new Claim(c.Type, c.Value, c.ValueType)));
        }
    }

    internal static DateTimeOffset? TimeOf(ClaimsPrincipal principal, string type) =>
        NumberOf(principal, type) is { } seconds and >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    internal static int? EpochOf(ClaimsPrincipal principal) =>
        NumberOf(principal, TwoFactorClaimTypes.Epoch) is { } epoch and >= 0 and <= int.MaxValue ? (int)epoch : null;

    internal static void Set(ClaimsPrincipal principal, string type, DateTimeOffset time) => Set(principal, type, time.ToUnixTimeSeconds());

    internal static void Set(ClaimsPrincipal principal, string type, long number)
    {
        foreach (var identity in principal.Identities)
            Remove(identity, type);

        principal.Identities.First().AddClaim(new Claim(type, number.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64));
    }

    internal static void AddMethods(ClaimsPrincipal principal, IEnumerable<string> methods)
    {
        var identity = principal.Identities.First();
        foreach (var method in methods)
        {
            if (!principal.HasClaim(TwoFactorClaimTypes.AuthenticationMethod, method))
                identity.AddClaim(new Claim(TwoFactorClaimTypes.AuthenticationMethod, method));
        }
    }

    // Two claims of one type vouch for nothing: the session is taken for one without.
    private static long? NumberOf(ClaimsPrincipal principal, string type) =>
        principal.FindAll(type).Take(2).ToList() is [var claim] && long.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void Remove(ClaimsIdentity identity, string type)
    {
        foreach (var claim in identity.FindAll(type).ToList())
            identity.RemoveClaim(claim);
    }
}
