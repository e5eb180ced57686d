namespace TwoFactor;

/// <summary>
/// How an operation ended. What users do is a result; what programmers or infrastructure do is an exception.
/// </summary>
public enum TwoFactorOutcome
{
    /// <summary>Done, or the code was right.</summary>
    Accepted = 0,

    /// <summary>The code is wrong.</summary>
    InvalidCode = 1,

    /// <summary>The code was right once; it is spent, or a later one has overtaken it.</summary>
    CodeUsed = 2,

    /// <summary>The challenge or the pending factor has expired, was closed, or never was.</summary>
    Expired = 3,

    /// <summary>
    /// Too many failures: nothing is checked until the lock ends. Without a time, an administrator has to reset.
    /// </summary>
    Locked = 4,

    /// <summary>Too soon, or too many at once: try again later.</summary>
    Throttled = 5,

    /// <summary>The user has no active factor.</summary>
    NotEnrolled = 6,

    /// <summary>
    /// The proof is missing or not fresh: the password must be entered again, and a second factor too if one is active.
    /// </summary>
    ReauthenticationRequired = 7,

    /// <summary>The user has no such factor or device.</summary>
    NotFound = 8,

    /// <summary>What the user typed cannot be used; the message says why.</summary>
    InvalidInput = 9,

    /// <summary>The user has as many factors as are allowed.</summary>
    LimitReached = 10,

    /// <summary>
    /// A policy requires a second factor of this user: the last one cannot be removed, only reset by an administrator.
    /// </summary>
    RequiredByPolicy = 11,

    /// <summary>Administrators cannot do this to their own account.</summary>
    SelfServiceDenied = 12,

    /// <summary>It is there already, or somebody else changed it in the meantime: read it again.</summary>
    Conflict = 13,

    /// <summary>
    /// The first second factor is set up with a temporary code of an administrator
    /// (<see cref="FirstFactorProof.AdministratorCode"/>), and none was given.
    /// </summary>
    AdministratorCodeRequired = 14,
}
