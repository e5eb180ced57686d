namespace TwoFactor.Methods;

/// <summary>A vendor's verdict on a code.</summary>
public enum RemoteCheckResult
{
    /// <summary>The code is wrong or no longer valid.</summary>
    Wrong = 0,

    /// <summary>The code is right, and the vendor has spent it.</summary>
    Right = 1,

    /// <summary>The vendor may have checked the code but gave no verdict. The attempt stays counted.</summary>
    Unknown = 2,

    /// <summary>The request certainly did not reach the vendor. The attempt is not counted.</summary>
    NotAsked = 3,
}
