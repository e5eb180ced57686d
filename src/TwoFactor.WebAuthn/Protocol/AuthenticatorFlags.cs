namespace TwoFactor.WebAuthn;

/// <summary>The flags in authenticator data that are looked at (WebAuthn Level 3 §6.1).</summary>
internal static class AuthenticatorFlags
{
    public const byte UserVerified = 0x04;
    public const byte BackupEligible = 0x08;

    // After the hash of the relying party's id.
    private const int At = 32;

    public static byte Of(ReadOnlySpan<byte> authenticatorData) =>
        authenticatorData.Length > At ? authenticatorData[At] : (byte)0;
}
