namespace TwoFactor.Methods;

/// <summary>What a vendor says of a code.</summary>
public enum RemoteCheckResult
{
    /// <summary>It is wrong, or not good any more.</summary>
    Wrong = 0,

    /// <summary>It is right, and spent at the vendor's.</summary>
    Right = 1,

    /// <summary>The vendor may have checked it and did not say. The attempt stays charged.</summary>
    Unknown = 2,

    /// <summary>The vendor was provably not reached. The attempt is given back.</summary>
    NotAsked = 3,
}
