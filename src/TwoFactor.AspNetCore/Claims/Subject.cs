using System.Globalization;
using System.Security.Claims;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The one identity of a principal that says who the user is, with the library's claims in it. A principal may have
/// several, where an endpoint names several schemes: what one of them proved is never held to the credit of another.
/// </summary>
internal sealed class Subject(ClaimsPrincipal principal, ClaimsIdentity identity, string userId)
{
    private static readonly string[] s_own =
    [
        TwoFactorClaimTypes.AuthenticationMethod,
        TwoFactorClaimTypes.AuthenticationTime,
        TwoFactorClaimTypes.SecondFactorTime,
        TwoFactorClaimTypes.SecondFactorMethod,
        TwoFactorClaimTypes.Epoch,
        TwoFactorClaimTypes.Scheme,
        TwoFactorClaimTypes.Client,
        TwoFactorClaimTypes.IdentityProvider,
        TwoFactorClaimTypes.EnrollmentOnly,
    ];

    public ClaimsPrincipal Principal => principal;

    public string UserId => userId;

    public int? Epoch => Number(TwoFactorClaimTypes.Epoch) is { } epoch and <= int.MaxValue ? (int)epoch : null;

    /// <summary>Whether it has any epoch, be it one that cannot be read.</summary>
    public bool HasEpoch => identity.HasClaim(c => c.Type == TwoFactorClaimTypes.Epoch);

    public DateTimeOffset? FirstFactorAt => Time(TwoFactorClaimTypes.AuthenticationTime);

    public DateTimeOffset? SecondFactorAt => Time(TwoFactorClaimTypes.SecondFactorTime);

    /// <summary>By which method; null if none is noted, or several.</summary>
    public string? SecondFactorMethod =>
        identity.FindAll(TwoFactorClaimTypes.SecondFactorMethod).Take(2).ToList() is [var claim] ? claim.Value : null;

    /// <summary>The scheme that the session was signed in with.</summary>
    public string? Scheme => identity.FindFirst(TwoFactorClaimTypes.Scheme)?.Value;

    /// <summary>Where the user signed in; unknown if the session does not say.</summary>
    public ClientSurface Client =>
        Names.ToClient(identity.FindFirst(TwoFactorClaimTypes.Client)?.Value ?? "") ?? ClientSurface.Unknown;

    public string? IdentityProvider => identity.FindFirst(TwoFactorClaimTypes.IdentityProvider)?.Value;

    public void Set(string type, DateTimeOffset time) => Set(type, time.ToUnixTimeSeconds());

    public void Set(string type, long number) =>
        Replace(type, number.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);

    public void Set(string type, string value) => Replace(type, value, ClaimValueTypes.String);

    /// <summary>The session has just passed a second factor.</summary>
    /// <param name="method">The factor's method; null if it is not known.</param>
    /// <param name="methods">The <c>amr</c> values that it earns.</param>
    /// <param name="now">The time.</param>
    public void PassSecondFactor(string? method, IEnumerable<string> methods, DateTimeOffset now)
    {
        AddMethods(methods);
        Set(TwoFactorClaimTypes.SecondFactorTime, now);
        Remove(TwoFactorClaimTypes.EnrollmentOnly);
        Remove(TwoFactorClaimTypes.SecondFactorMethod);
        if (method is not null)
            Set(TwoFactorClaimTypes.SecondFactorMethod, method);
    }

    public void AddMethods(IEnumerable<string> methods)
    {
        foreach (var method in methods)
        {
            if (!identity.HasClaim(TwoFactorClaimTypes.AuthenticationMethod, method))
                identity.AddClaim(new Claim(TwoFactorClaimTypes.AuthenticationMethod, method));
        }
    }

    public bool Has(string type) => identity.HasClaim(c => c.Type == type);

    /// <summary>Removes claims of that type from every identity.</summary>
    public void Remove(string type)
    {
        foreach (var any in principal.Identities)
        {
            foreach (var claim in any.FindAll(type).ToList())
                any.RemoveClaim(claim);
        }
    }

    public void CopyTo(ClaimsIdentity target)
    {
        foreach (var type in s_own)
        {
            foreach (var claim in target.FindAll(type).ToList())
                target.RemoveClaim(claim);

            target.AddClaims(identity.FindAll(type).Select(c => new Claim(c.Type, c.Value, c.ValueType)));
        }
    }

    private void Replace(string type, string value, string valueType)
    {
        Remove(type);
        identity.AddClaim(new Claim(type, value, valueType));
    }

    private DateTimeOffset? Time(string type) =>
        Number(type) is { } seconds && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    // Two claims of one type vouch for nothing.
    private long? Number(string type) =>
        identity.FindAll(type).Take(2).ToList() is [var claim]
        && long.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
