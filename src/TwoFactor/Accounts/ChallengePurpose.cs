namespace TwoFactor;

/// <summary>The purpose of a challenge. A code sent for one purpose is invalid for any other.</summary>
public enum ChallengePurpose
{
    /// <summary>To complete a sign-in.</summary>
    SignIn = 0,

    /// <summary>
    /// For an action that needs a second factor again (step-up). A trusted device does not replace it.
    /// </summary>
    StepUp = 1,

    /// <summary>To change the user's own factors.</summary>
    Change = 2,

    /// <summary>To confirm a pending factor. Only enrolment opens it; a host cannot.</summary>
    Enrollment = 3,
}
