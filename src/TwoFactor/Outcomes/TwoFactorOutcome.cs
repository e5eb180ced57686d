namespace TwoFactor;

/// <summary>
/// The result of an operation. Results are for what users do; exceptions are for mistakes of programmers and failures
/// of infrastructure.
/// </summary>
public enum TwoFactorOutcome
{
    /// <summary>The operation succeeded, or the code was right.</summary>
    Accepted = 0,

    /// <summary>The code is wrong.</summary>
    InvalidCode = 1,

    /// <summary>The code was right once, but it was used already, or a later code was accepted since.</summary>
    CodeUsed = 2,

    /// <summary>The challenge or the pending factor has expired, was closed, or never existed.</summary>
    Expired = 3,

    /// <summary>
    /// Locked after too many failures: no code is checked until the lock ends. If the lock has no end, an administrator
    /// must reset the user.
    /// </summary>
    Locked = 4,

    /// <summary>Too soon, or too many requests at once. Try again later.</summary>
    Throttled = 5,

    /// <summary>The user has no active factor.</summary>
    NotEnrolled = 6,

    /// <summary>
    /// Proof of identity is missing or too old: the user must enter the password again, and a second factor if one is
    /// active.
    /// </summary>
    ReauthenticationRequired = 7,

    /// <summary>The user has no such factor or device.</summary>
    NotFound = 8,

    /// <summary>The input is invalid; the message says why.</summary>
    InvalidInput = 9,

    /// <summary>The user already has the maximum number of factors.</summary>
    LimitReached = 10,

    /// <summary>
    /// A policy requires a second factor of this user. The user cannot remove the last one; an administrator can reset
    /// it.
    /// </summary>
    RequiredByPolicy = 11,

    /// <summary>Administrators cannot do this to their own account.</summary>
    SelfServiceDenied = 12,

    /// <summary>It already exists, or it was changed in the meantime. Read it again.</summary>
    Conflict = 13,

    /// <summary>
    /// The first second factor is set up with a temporary code of an administrator
    /// (<see cref="FirstFactorProof.AdministratorCode"/>), and none was given.
    /// </summary>
    AdministratorCodeRequired = 14,

    /// <summary>
    /// The code was right and is spent, but the policy demands a method that resists phishing, and the user has none.
    /// The sign-in is not complete: let the user enrol such a method first.
    /// </summary>
    PhishingResistantRequired = 15,
}
