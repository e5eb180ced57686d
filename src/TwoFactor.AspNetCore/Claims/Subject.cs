using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The identity within a principal that names the user, with the library's claims. A principal has several identities
/// if an endpoint names several schemes. A proof in one identity never counts for another.
/// </summary>
internal sealed class Subject(ClaimsPrincipal principal, ClaimsIdentity identity, string userId)
{
    private const int SessionIdDigits = 32;
    private const int MaxSessionId = 128;

    private static readonly string[] s_own =
    [
        TwoFactorClaimTypes.AuthenticationMethod,
        TwoFactorClaimTypes.AuthenticationTime,
        TwoFactorClaimTypes.SecondFactorTime,
        TwoFactorClaimTypes.SecondFactorMethod,
        TwoFactorClaimTypes.Epoch,
        TwoFactorClaimTypes.Scheme,
        TwoFactorClaimTypes.Session,
        TwoFactorClaimTypes.Client,
        TwoFactorClaimTypes.IdentityProvider,
        TwoFactorClaimTypes.EnrollmentOnly,
    ];

    public ClaimsPrincipal Principal => principal;

    public string UserId => userId;

    public int? Epoch => Number(TwoFactorClaimTypes.Epoch) is { } epoch and <= int.MaxValue ? (int)epoch : null;

    /// <summary>Whether there is an epoch claim, even an unreadable one.</summary>
    public bool HasEpoch => identity.HasClaim(c => c.Type == TwoFactorClaimTypes.Epoch);

    public DateTimeOffset? FirstFactorAt => Time(TwoFactorClaimTypes.AuthenticationTime);

    public DateTimeOffset? SecondFactorAt => Time(TwoFactorClaimTypes.SecondFactorTime);

    /// <summary>The method of that second factor; null if the claim is missing or ambiguous.</summary>
    public string? SecondFactorMethod =>
        identity.FindAll(TwoFactorClaimTypes.SecondFactorMethod).Take(2).ToList() is [var claim] ? claim.Value : null;

    /// <summary>The scheme that signed the session in.</summary>
    public string? Scheme => identity.FindFirst(TwoFactorClaimTypes.Scheme)?.Value;

    /// <summary>The random number of the session; null for one from before it, and where two contradict.</summary>
    public string? SessionId =>
        identity.FindAll(TwoFactorClaimTypes.Session).Take(2).ToList() is [{ Value.Length: > 0 and <= MaxSessionId } id]
            ? id.Value
            : null;

    /// <summary>The kind of client; unknown if the session does not say.</summary>
    public ClientSurface Client =>
        Names.ToClient(identity.FindFirst(TwoFactorClaimTypes.Client)?.Value ?? "") ?? ClientSurface.Unknown;

    public string? IdentityProvider => identity.FindFirst(TwoFactorClaimTypes.IdentityProvider)?.Value;

    public static string NewSessionId() => RandomNumberGenerator.GetHexString(SessionIdDigits, lowercase: true);

    public void Set(string type, DateTimeOffset time) => Set(type, time.ToUnixTimeSeconds());

    public void Set(string type, long number) =>
        Replace(type, number.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);

    public void Set(string type, string value) => Replace(type, value, ClaimValueTypes.String);

    /// <summary>Records that the session has just passed a second factor.</summary>
    /// <param name="method">The factor's method; null if unknown.</param>
    /// <param name="methods">The <c>amr</c> values that it earns.</param>
    /// <param name="now">The current time.</param>
    /// <param name="isResistant">Whether the method resists phishing.</param>
    public void PassSecondFactor(string? method, IEnumerable<string> methods, DateTimeOffset now, bool isResistant)
    {
        AddMethods(methods);
        Set(TwoFactorClaimTypes.SecondFactorTime, now);
        if (isResistant || !identity.HasClaim(TwoFactorClaimTypes.EnrollmentOnly, TwoFactorClaimTypes.Resistant))
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

    /// <summary>Removes all claims of a type, from every identity.</summary>
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

    // Two claims of one type contradict each other, so none counts.
    private long? Number(string type) =>
        identity.FindAll(type).Take(2).ToList() is [var claim]
        && long.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
