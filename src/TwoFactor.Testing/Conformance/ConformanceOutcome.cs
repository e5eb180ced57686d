namespace TwoFactor.Testing;

/// <summary>The result of a case.</summary>
public enum ConformanceOutcome
{
    /// <summary>Not run, because the run was cancelled before.</summary>
    NotRun = 0,

    /// <summary>The implementation meets the requirement.</summary>
    Passed = 1,

    /// <summary>The implementation does not meet the requirement.</summary>
    Failed = 2,
}
