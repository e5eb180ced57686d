namespace TwoFactor;

/// <summary>The life of a factor.</summary>
public enum FactorStatus
{
    /// <summary>Enrolled but not yet confirmed with a code. It satisfies nothing and expires.</summary>
    Pending = 0,

    /// <summary>Confirmed: its codes are accepted.</summary>
    Active = 1,

    /// <summary>
    /// Disabled after too many consecutive failures (NIST SP 800-63B-4 §3.2.2), until it is enrolled anew.
    /// </summary>
    Disabled = 2,
}
