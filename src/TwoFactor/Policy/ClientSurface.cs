namespace TwoFactor;

/// <summary>Where a user signs in.</summary>
public enum ClientSurface
{
    /// <summary>The host did not say. Every policy covers it.</summary>
    Unknown = 0,

    /// <summary>A browser.</summary>
    Web = 1,

    /// <summary>A desktop app.</summary>
    Desktop = 2,

    /// <summary>A mobile app.</summary>
    Mobile = 3,
}
