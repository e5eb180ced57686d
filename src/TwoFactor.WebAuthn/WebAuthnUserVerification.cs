namespace TwoFactor.WebAuthn;

/// <summary>
/// Whether the authenticator itself verifies its user, by PIN, finger or face (WebAuthn Level 3 §5.8.6).
/// </summary>
public enum WebAuthnUserVerification
{
    /// <summary>It does if it can. The password is the other factor, so that a plain key will do.</summary>
    Preferred = 0,

    /// <summary>It must. Keys that cannot are refused.</summary>
    Required = 1,

    /// <summary>It need not.</summary>
    Discouraged = 2,
}
