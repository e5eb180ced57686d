namespace TwoFactor;

/// <summary>The stable names of the reasons for a <see cref="SignInDecision"/>.</summary>
public static class SignInReasons
{
    /// <summary>Allowed: second factors are switched off.</summary>
    public const string Off = "off";

    /// <summary>Allowed: the identity provider is exempt, and the user has no second factor.</summary>
    public const string IdentityProviderExempt = "identity_provider_exempt";

    /// <summary>Allowed: the policy does not cover this client, and the user has no second factor.</summary>
    public const string ClientNotCovered = "client_not_covered";

    /// <summary>Allowed: the user has no second factor and needs none.</summary>
    public const string NotRequired = "not_required";

    /// <summary>Allowed: the user must enrol, but the grace period has not ended.</summary>
    public const string Grace = "grace";

    /// <summary>Allowed: the device is trusted.</summary>
    public const string TrustedDevice = "trusted_device";

    /// <summary>Challenge: the user has a second factor.</summary>
    public const string Enrolled = "enrolled";

    /// <summary>
    /// Challenge: the policy demands a method that resists phishing, and the user has none. The code leads to its
    /// enrolment (<see cref="TwoFactorOutcome.PhishingResistantRequired"/>), not into the app.
    /// </summary>
    public const string PhishingResistantRequired = "phishing_resistant_required";

    /// <summary>Enroll: the policy requires a second factor and the user has none.</summary>
    public const string Required = "required";

    /// <summary>Enroll: an administrator reset the user.</summary>
    public const string Reset = "reset";

    /// <summary>Denied: too many failures; try again after the lock.</summary>
    public const string Locked = "locked";

    /// <summary>
    /// Denied: all factors were disabled after too many failures. An administrator must reset the user.
    /// </summary>
    public const string FactorsDisabled = "factors_disabled";

    /// <summary>Denied: too many operations on the account at once. Try again.</summary>
    public const string Throttled = "throttled";

    /// <summary>
    /// Denied: the user has a second factor by the sealed roster or by the host's own mark, and the record of it is
    /// gone, or an older one is in its place. Somebody removed it; an administrator has to reset the user.
    /// </summary>
    public const string RecordMissing = "record_missing";
}
