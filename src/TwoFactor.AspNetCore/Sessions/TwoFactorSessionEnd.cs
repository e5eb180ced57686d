namespace TwoFactor.AspNetCore;

/// <summary>Why a session does not count any more, for the sign-in that follows.</summary>
public enum TwoFactorSessionEnd
{
    /// <summary>The second factor or the password was changed, or sessions were ended otherwise.</summary>
    Changed = 1,

    /// <summary>An administrator has reset the second factor since the session began.</summary>
    Reset = 2,
}
