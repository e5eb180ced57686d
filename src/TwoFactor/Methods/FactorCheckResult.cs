namespace TwoFactor.Methods;

/// <summary>The possible verdicts on a code.</summary>
public enum FactorCheckResult
{
    /// <summary>Not a code of this factor.</summary>
    Wrong = 0,

    /// <summary>A code of this factor that was accepted before, or that is older than an accepted one.</summary>
    Used = 1,

    /// <summary>A code of this factor that was never used.</summary>
    Right = 2,
}
