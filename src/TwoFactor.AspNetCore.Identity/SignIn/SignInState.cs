namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// What one request knows of a sign-in. Identity's managers call one another, and pass it on through this object.
/// </summary>
internal sealed class SignInState
{
    /// <summary>The decision of this request, once the first factor was right.</summary>
    public SignInEvaluation? Evaluation { get; set; }

    /// <summary>The identity provider of this sign-in; null for the app's own password.</summary>
    public string? Provider { get; set; }

    /// <summary>A code is being checked to finish a sign-in.</summary>
    public bool IsSecondFactor { get; set; }

    /// <summary>The challenge that the code answers.</summary>
    public string? ChallengeId { get; set; }

    /// <summary>Whether to trust the device if the code is right.</summary>
    public bool RememberDevice { get; set; }

    /// <summary>How the code was answered.</summary>
    public VerificationResult? Verification { get; set; }

    /// <summary>The code was right, but it only leads to the enrolment of a method that resists phishing.</summary>
    public bool LeadsToEnrollment => Verification?.Outcome == TwoFactorOutcome.PhishingResistantRequired;

    /// <summary>A session is written anew, and nobody signs in.</summary>
    public bool IsRefresh { get; set; }

    /// <summary>How often this request itself has ended the user's other sessions.</summary>
    public int Bumps { get; set; }

    /// <summary>A passkey that verified its user.</summary>
    public bool IsPasskey { get; set; }

    /// <summary>The host lets an external login pass, whatever the policy says.</summary>
    public bool IsBypassed { get; set; }

    /// <summary>Recovery codes that came with a confirmation and were not handed out yet.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; set; }

    /// <summary>Why the second factor was not turned off.</summary>
    public TwoFactorOutcome? Refusal { get; set; }

    /// <summary>Identity's own code checks a user who did not move in.</summary>
    public bool UsesOldKey { get; set; }
}
