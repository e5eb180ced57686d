namespace TwoFactor.WebAuthn;

/// <summary>Which authenticators users may enrol (WebAuthn Level 3 §5.4.5).</summary>
public enum WebAuthnAttachment
{
    /// <summary>Any.</summary>
    Any = 0,

    /// <summary>Only authenticators that are built into the device, e.g. Windows Hello or Touch ID.</summary>
    Platform = 1,

    /// <summary>Only authenticators that work with several devices: a security key, or a phone.</summary>
    CrossPlatform = 2,
}
