namespace TwoFactor.Tests;

/// <summary>How a <see cref="SoftKey"/> signs.</summary>
public enum SoftAlgorithm
{
    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    Es256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    Rs256,

    /// <summary>Ed25519.</summary>
    EdDsa,
}
