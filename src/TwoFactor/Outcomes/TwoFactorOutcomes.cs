using System.Diagnostics;

namespace TwoFactor;

/// <summary>The stable names of outcomes, for protocols, events and metrics.</summary>
public static class TwoFactorOutcomes
{
    /// <summary>The outcome's name in snake case, e.g. <c>invalid_code</c>.</summary>
    /// <param name="outcome">The outcome.</param>
    public static string ToCode(this TwoFactorOutcome outcome) =>
        outcome switch
        {
            TwoFactorOutcome.Accepted => "accepted",
            TwoFactorOutcome.InvalidCode => "invalid_code",
            TwoFactorOutcome.CodeUsed => "code_used",
            TwoFactorOutcome.Expired => "expired",
            TwoFactorOutcome.Locked => "locked",
            TwoFactorOutcome.Throttled => "throttled",
            TwoFactorOutcome.NotEnrolled => "not_enrolled",
            TwoFactorOutcome.ReauthenticationRequired => "reauthentication_required",
            TwoFactorOutcome.NotFound => "not_found",
            TwoFactorOutcome.InvalidInput => "invalid_input",
            TwoFactorOutcome.LimitReached => "limit_reached",
            TwoFactorOutcome.RequiredByPolicy => "required_by_policy",
            TwoFactorOutcome.SelfServiceDenied => "self_service_denied",
            TwoFactorOutcome.Conflict => "conflict",
            TwoFactorOutcome.AdministratorCodeRequired => "administrator_code_required",
            TwoFactorOutcome.PhishingResistantRequired => "phishing_resistant_required",
            _ => throw new UnreachableException(),
        };
}
