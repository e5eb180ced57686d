using Fido2NetLib;
using Fido2NetLib.Exceptions;

namespace TwoFactor.WebAuthn;

/// <summary>Why Fido2 refused, in snake case for the trail.</summary>
internal static class Reasons
{
    /// <summary>The counter of a key ran back: somebody may have a copy of it (WebAuthn Level 3 §6.1.1).</summary>
    public const string Counter = "counter";

    public static string Of(Fido2VerificationException exception) =>
        exception.Code switch
        {
            Fido2ErrorCode.InvalidSignCount => Counter,
            Fido2ErrorCode.InvalidSignature => "signature",
            Fido2ErrorCode.InvalidRpidHash => "relying_party",
            Fido2ErrorCode.UserPresentFlagNotSet => "user_presence",
            Fido2ErrorCode.UserVerificationRequirementNotMet => "user_verification",
            Fido2ErrorCode.BackupEligibilityRequirementNotMet => "backup_eligibility",
            Fido2ErrorCode.InvalidAuthenticatorData => "authenticator_data",
            _ => "refused",
        };
}
