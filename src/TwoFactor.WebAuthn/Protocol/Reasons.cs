using Fido2NetLib;
using Fido2NetLib.Exceptions;

namespace TwoFactor.WebAuthn;

/// <summary>Why Fido2 refused an answer, in snake case for the audit trail.</summary>
internal static class Reasons
{
    /// <summary>
    /// The signature counter of a key went back: the key may have been cloned (WebAuthn Level 3 §6.1.1).
    /// </summary>
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
