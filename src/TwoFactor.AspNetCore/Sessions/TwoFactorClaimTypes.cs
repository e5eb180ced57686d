namespace TwoFactor;

/// <summary>The claims of a full sign-in. They live in the host's own cookie or token, which protects them.</summary>
public static class TwoFactorClaimTypes
{
    /// <summary>How the user was authenticated, one claim a value (RFC 8176), e.g. <c>pwd</c>, <c>otp</c>, <c>mfa</c>.</summary>
    public const string AuthenticationMethod = "amr";

    /// <summary>When the user last showed the first factor, in seconds since 1970 (OpenID Connect Core §2).</summary>
    public const string AuthenticationTime = "auth_time";

    /// <summary>When this session last passed a second factor, in seconds since 1970; absent if it never did.</summary>
    public const string SecondFactorTime = "two_factor_time";

    /// <summary>The user's epoch when the session began: a session of an earlier one is refused.</summary>
    public const string Epoch = "two_factor_epoch";
}
