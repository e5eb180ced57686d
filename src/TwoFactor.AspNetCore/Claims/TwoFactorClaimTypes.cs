namespace TwoFactor.AspNetCore;

/// <summary>The claims of a full sign-in. They live in the host's own cookie or token, which protects them.</summary>
public static class TwoFactorClaimTypes
{
    /// <summary>
    /// How the user was authenticated, one claim a value (RFC 8176), e.g. <c>pwd</c>, <c>otp</c>, <c>mfa</c>.
    /// </summary>
    public const string AuthenticationMethod = "amr";

    /// <summary>When the user last showed the first factor, in seconds since 1970 (OpenID Connect Core §2).</summary>
    public const string AuthenticationTime = "auth_time";

    /// <summary>When this session last passed a second factor, in seconds since 1970; absent if it never did.</summary>
    public const string SecondFactorTime = "two_factor_time";

    /// <summary>
    /// The method of the second factor that this session passed last, e.g. <c>totp</c> or <c>recovery_code</c>.
    /// </summary>
    public const string SecondFactorMethod = "two_factor_method";

    /// <summary>The user's epoch when the session began: a session of an earlier one is refused.</summary>
    public const string Epoch = "two_factor_epoch";

    /// <summary>Where the user signed in: <c>web</c>, <c>desktop</c>, <c>mobile</c> or <c>unknown</c>.</summary>
    public const string Client = "two_factor_client";

    /// <summary>
    /// The session is for setting a second factor up, and for nothing else, until it has passed one: ASP.NET Core
    /// Identity has no other state for a user whom the policy sends to enrolment. Absent from all other sessions.
    /// </summary>
    public const string EnrollmentOnly = "two_factor_enroll";

    /// <summary>
    /// The identity provider that the host named at a federated sign-in; absent for the app's own password.
    /// </summary>
    public const string IdentityProvider = "two_factor_provider";

    /// <summary>The scheme that the session was signed in with, and is renewed with.</summary>
    public const string Scheme = "two_factor_scheme";
}
