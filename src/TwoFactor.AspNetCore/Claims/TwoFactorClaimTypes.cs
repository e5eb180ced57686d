namespace TwoFactor.AspNetCore;

/// <summary>
/// The claims that a full sign-in adds. They are in the host's own cookie or token, which protects them.
/// </summary>
public static class TwoFactorClaimTypes
{
    /// <summary>
    /// How the user was authenticated, one claim per value (RFC 8176), e.g. <c>pwd</c>, <c>otp</c>, <c>mfa</c>.
    /// </summary>
    public const string AuthenticationMethod = "amr";

    /// <summary>When the user last passed the first factor, in seconds since 1970 (OpenID Connect Core §2).</summary>
    public const string AuthenticationTime = "auth_time";

    /// <summary>
    /// When this session last passed a second factor, in seconds since 1970; missing if it never did.
    /// </summary>
    public const string SecondFactorTime = "two_factor_time";

    /// <summary>
    /// The method of the second factor that this session last passed, e.g. <c>totp</c> or <c>recovery_code</c>.
    /// </summary>
    public const string SecondFactorMethod = "two_factor_method";

    /// <summary>The user's epoch when the session began. A session of an earlier epoch is refused.</summary>
    public const string Epoch = "two_factor_epoch";

    /// <summary>The kind of client: <c>web</c>, <c>desktop</c>, <c>mobile</c> or <c>unknown</c>.</summary>
    public const string Client = "two_factor_client";

    /// <summary>
    /// The session is for setting a second factor up, and for nothing else, until it has passed one: ASP.NET Core
    /// Identity has no other state for a user whom the policy sends to enrolment. With the value
    /// <c>phishing_resistant</c> only a second factor that resists phishing will do. Absent from all other sessions.
    /// </summary>
    public const string EnrollmentOnly = "two_factor_enroll";

    internal const string Resistant = "phishing_resistant";

    /// <summary>
    /// The identity provider that the host named at a federated sign-in; absent for the app's own password.
    /// </summary>
    public const string IdentityProvider = "two_factor_provider";

    /// <summary>
    /// A random number of the session. A code that is sent for a step-up is right only in the session that asked for
    /// it. Sessions from before the claim, and tokens that leave it out, ask for codes that are bound to no session.
    /// </summary>
    public const string Session = "two_factor_session";

    /// <summary>The scheme that signed the session in and that renews it.</summary>
    public const string Scheme = "two_factor_scheme";
}
