using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>The library's claims of a session that Identity writes.</summary>
internal static class SessionClaims
{
    private const int SessionIdDigits = 32;

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

    /// <summary>A session for enrolment, until it has passed any second factor.</summary>
    public const string AnyFactor = "1";

    /// <summary>A session for enrolment, until it has passed a second factor that resists phishing.</summary>
    public const string ResistantFactor = "phishing_resistant";

    /// <summary>A session that begins now.</summary>
    public static List<Claim> Of(
        SignInState state,
        string scheme,
        int epoch,
        IEnumerable<string> methods,
        string? enrollmentOnly,
        DateTimeOffset now
    )
    {
        var claims = new List<Claim>
        {
            Number(TwoFactorClaimTypes.Epoch, epoch),
            Number(TwoFactorClaimTypes.AuthenticationTime, now.ToUnixTimeSeconds()),
            new(TwoFactorClaimTypes.Scheme, scheme),
            new(TwoFactorClaimTypes.Session, RandomNumberGenerator.GetHexString(SessionIdDigits, lowercase: true)),
            new(TwoFactorClaimTypes.Client, IsCookie(scheme) ? "web" : "unknown"),
        };
        if (state.Provider is { } provider)
            claims.Add(new(TwoFactorClaimTypes.IdentityProvider, provider));

        if (enrollmentOnly is not null)
            claims.Add(new(TwoFactorClaimTypes.EnrollmentOnly, enrollmentOnly));

        if (state.Verification is { } verified && (verified.Succeeded || state.LeadsToEnrollment))
        {
            claims.Add(Number(TwoFactorClaimTypes.SecondFactorTime, now.ToUnixTimeSeconds()));
            if (verified.Method is { } method)
                claims.Add(new(TwoFactorClaimTypes.SecondFactorMethod, method));

            methods = methods.Concat(verified.AuthenticationMethods ?? []);
        }

        claims.AddRange(
            methods.Distinct(StringComparer.Ordinal).Select(m => new Claim(TwoFactorClaimTypes.AuthenticationMethod, m))
        );
        return claims;
    }

    /// <summary>
    /// Renews a session with what it has proved. If only this request ended the user's other sessions, the session
    /// continues in the new epoch.
    /// </summary>
    public static List<Claim> Renewed(ClaimsPrincipal session, int bumps, int epoch)
    {
        var claims = s_own
            .SelectMany(t => session.FindAll(t))
            .DistinctBy(c => (c.Type, c.Value))
            .Where(c => c.Type != TwoFactorClaimTypes.Epoch)
            .Select(c => new Claim(c.Type, c.Value, c.ValueType))
            .ToList();
        if (EpochOf(session) is { } before)
            claims.Add(Number(TwoFactorClaimTypes.Epoch, before + bumps == epoch ? epoch : before));

        return claims;
    }

    public static bool IsOwn(Claim claim) => s_own.Contains(claim.Type, StringComparer.Ordinal);

    public static int? EpochOf(ClaimsPrincipal session) =>
        session.FindAll(TwoFactorClaimTypes.Epoch).Take(2).ToList() is [var claim]
        && int.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            ? epoch
            : null;

    public static bool IsCookie(string scheme) => scheme != IdentityConstants.BearerScheme;

    private static Claim Number(string type, long value) =>
        new(type, value.ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);
}
