namespace TwoFactor;

/// <summary>The states of a factor.</summary>
public enum FactorStatus
{
    /// <summary>Enrolled but not confirmed with a code yet. It cannot be used, and expires.</summary>
    Pending = 0,

    /// <summary>Confirmed: its codes are accepted.</summary>
    Active = 1,

    /// <summary>
    /// Disabled after too many consecutive failures (NIST SP 800-63B-4 §3.2.2). The user must enrol again.
    /// </summary>
    Disabled = 2,
}
