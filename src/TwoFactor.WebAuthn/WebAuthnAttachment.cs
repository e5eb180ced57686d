namespace TwoFactor.WebAuthn;

/// <summary>Which authenticators users may enrol (WebAuthn Level 3 §5.4.5).</summary>
public enum WebAuthnAttachment
{
    /// <summary>Any.</summary>
    Any = 0,

    /// <summary>One that is built into the device, such as Windows Hello or Touch ID.</summary>
    Platform = 1,

    /// <summary>One that can be carried to another device: a security key, or a phone.</summary>
    CrossPlatform = 2,
}
