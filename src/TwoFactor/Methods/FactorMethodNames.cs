namespace TwoFactor;

/// <summary>The names of the built-in methods, as used in records, events and answers.</summary>
public static class FactorMethodNames
{
    /// <summary>Time-based one-time passwords from an authenticator app (RFC 6238).</summary>
    public const string Totp = "totp";

    /// <summary>Recovery codes: look-up secrets that the user prints or stores (NIST SP 800-63B-4 §3.1.2).</summary>
    public const string RecoveryCode = "recovery_code";

    /// <summary>A temporary code that an administrator issues to a user who lost the authenticator.</summary>
    public const string TemporaryCode = "temporary_code";
}
