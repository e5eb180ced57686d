namespace TwoFactor.Administration;

/// <summary>Who must use a second factor.</summary>
public enum Requirement
{
    /// <summary>Optional: users who enrolled are asked for it, others are not. The default.</summary>
    Optional = 0,

    /// <summary>Every user.</summary>
    Everyone = 1,

    /// <summary>Users with one of <see cref="RequirementPolicy.Roles"/>.</summary>
    Roles = 2,

    /// <summary>Users in one of <see cref="RequirementPolicy.Groups"/>.</summary>
    Groups = 3,

    /// <summary>Second factors are switched off: nobody is asked, not even users who enrolled.</summary>
    Off = 4,
}
