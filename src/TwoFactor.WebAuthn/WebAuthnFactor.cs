namespace TwoFactor.WebAuthn;

/// <summary>The name of the method and what the engine must know of it.</summary>
public static class WebAuthnFactor
{
    /// <summary>The method's name, as it stands in records, events and answers.</summary>
    public const string Method = "webauthn";

    /// <summary>
    /// The traits: proof of possession of a key (<c>amr</c> value <c>pop</c>, RFC 8176 §2), which resists phishing
    /// (NIST SP 800-63B-4 §3.2.5.2). If the authenticator verified the user, the sign-in gets <c>user</c> as well.
    /// </summary>
    public static FactorMethodTraits Traits { get; } =
        new() { AuthenticationMethods = ["pop"], IsPhishingResistant = true };
}
