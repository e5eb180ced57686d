namespace TwoFactor;

/// <summary>What to do with a user whose password, or other first factor, was right.</summary>
public enum SignInDecision
{
    /// <summary>Not to be let in. The reason says why; an administrator can help.</summary>
    Denied = 0,

    /// <summary>To be let in as is.</summary>
    Allowed = 1,

    /// <summary>To be asked for a code first.</summary>
    Challenge = 2,

    /// <summary>To be led through enrolment first.</summary>
    Enroll = 3,
}
