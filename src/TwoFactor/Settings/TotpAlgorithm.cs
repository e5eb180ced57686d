namespace TwoFactor.Otp;

/// <summary>The hash function of the HMAC in a time-based code (RFC 6238 §1.2).</summary>
public enum TotpAlgorithm
{
    /// <summary>HMAC-SHA-1: the default, and the only one that every authenticator app supports.</summary>
    Sha1 = 0,

    /// <summary>HMAC-SHA-256. Several popular apps ignore this setting and show wrong codes.</summary>
    Sha256 = 1,

    /// <summary>HMAC-SHA-512. Several popular apps ignore this setting and show wrong codes.</summary>
    Sha512 = 2,
}
