namespace TwoFactor.WebAuthn;

/// <summary>The flags of the authenticator data that the library reads (WebAuthn Level 3 §6.1).</summary>
internal static class AuthenticatorFlags
{
    public const byte UserVerified = 0x04;
    public const byte BackupEligible = 0x08;

    // The flags follow the hash of the relying party id.
    private const int At = 32;

    public static byte Of(ReadOnlySpan<byte> authenticatorData) =>
        authenticatorData.Length > At ? authenticatorData[At] : (byte)0;
}
