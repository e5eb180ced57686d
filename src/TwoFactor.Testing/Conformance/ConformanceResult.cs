namespace TwoFactor.Testing;

/// <summary>How one case ended.</summary>
public sealed class ConformanceResult
{
    internal ConformanceResult(string name, ConformanceOutcome outcome, Exception? problem)
    {
        Name = name;
        Outcome = outcome;
        Problem = problem;
    }

    /// <summary>The case.</summary>
    public string Name { get; }

    /// <summary>Passed, failed or not run.</summary>
    public ConformanceOutcome Outcome { get; }

    /// <summary>What went wrong; null if nothing did.</summary>
    public Exception? Problem { get; }

    /// <summary>The outcome, the case and what went wrong.</summary>
    public override string ToString() =>
        Outcome switch
        {
            ConformanceOutcome.Passed => $"passed   {Name}",
            ConformanceOutcome.Failed => $"FAILED   {Name}: {Problem?.Message}",
            _ => $"NOT RUN  {Name}",
        };
}
