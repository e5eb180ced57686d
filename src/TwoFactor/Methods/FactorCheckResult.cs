namespace TwoFactor.Methods;

/// <summary>The three things that a code can be.</summary>
public enum FactorCheckResult
{
    /// <summary>Not a code of this factor.</summary>
    Wrong = 0,

    /// <summary>A code of this factor that was accepted before, or that a later one has overtaken.</summary>
    Used = 1,

    /// <summary>A code of this factor that was never used.</summary>
    Right = 2,
}
