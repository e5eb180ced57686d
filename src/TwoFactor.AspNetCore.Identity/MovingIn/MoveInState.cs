namespace TwoFactor.AspNetCore.Identity;

/// <summary>Where a user's second factor is kept.</summary>
internal enum MoveInState
{
    /// <summary>The user has none.</summary>
    None = 0,

    /// <summary>In the library.</summary>
    Moved = 1,

    /// <summary>In Identity still.</summary>
    Old = 2,
}
