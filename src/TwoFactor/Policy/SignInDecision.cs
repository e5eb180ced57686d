namespace TwoFactor;

/// <summary>What to do with a user who passed the first factor, e.g. the password.</summary>
public enum SignInDecision
{
    /// <summary>Refuse the sign-in. The reason says why; an administrator can help.</summary>
    Denied = 0,

    /// <summary>Complete the sign-in without a second factor.</summary>
    Allowed = 1,

    /// <summary>Ask for a code first.</summary>
    Challenge = 2,

    /// <summary>Let the user enrol a factor first.</summary>
    Enroll = 3,
}
