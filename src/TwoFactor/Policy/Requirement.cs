namespace TwoFactor.Administration;

/// <summary>Who must use a second factor.</summary>
public enum Requirement
{
    /// <summary>Nobody must; users who enrolled are asked for it. The default.</summary>
    Optional = 0,

    /// <summary>Everyone must.</summary>
    Everyone = 1,

    /// <summary>Users in one of <see cref="RequirementPolicy.Roles"/> must.</summary>
    Roles = 2,

    /// <summary>Users in one of <see cref="RequirementPolicy.Groups"/> must.</summary>
    Groups = 3,

    /// <summary>Second factors are switched off: nobody is asked, not even users who enrolled.</summary>
    Off = 4,
}
