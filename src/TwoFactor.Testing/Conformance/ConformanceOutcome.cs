namespace TwoFactor.Testing;

/// <summary>How a case ended.</summary>
public enum ConformanceOutcome
{
    /// <summary>It was not run: the run was cancelled before.</summary>
    NotRun = 0,

    /// <summary>The implementation does it.</summary>
    Passed = 1,

    /// <summary>The implementation does not do it.</summary>
    Failed = 2,
}
