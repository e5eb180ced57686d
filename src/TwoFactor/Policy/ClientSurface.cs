namespace TwoFactor;

/// <summary>The kind of client that a user signs in with.</summary>
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
