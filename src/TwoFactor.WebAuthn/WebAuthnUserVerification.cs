namespace TwoFactor.WebAuthn;

/// <summary>
/// Whether the authenticator verifies the user, by PIN, fingerprint or face (WebAuthn Level 3 §5.8.6).
/// </summary>
public enum WebAuthnUserVerification
{
    /// <summary>
    /// It verifies the user if it can. A key that cannot is accepted: the password is the other factor.
    /// </summary>
    Preferred = 0,

    /// <summary>It must verify the user. Keys that cannot are refused.</summary>
    Required = 1,

    /// <summary>It should not ask the user.</summary>
    Discouraged = 2,
}
