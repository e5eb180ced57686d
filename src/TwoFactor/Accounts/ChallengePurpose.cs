namespace TwoFactor;

/// <summary>What a challenge asks for. A code that was sent for one purpose is no good for another.</summary>
public enum ChallengePurpose
{
    /// <summary>To finish a sign-in.</summary>
    SignIn = 0,

    /// <summary>
    /// To do something that asks for a second factor anew (step-up). A trusted device does not spare it.
    /// </summary>
    StepUp = 1,

    /// <summary>To change one's factors.</summary>
    Change = 2,

    /// <summary>To confirm a pending factor. Opened by enrolment, never by a host.</summary>
    Enrollment = 3,
}
