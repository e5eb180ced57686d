namespace TwoFactor.Testing;

/// <summary>The result of one case.</summary>
public sealed class ConformanceResult
{
    internal ConformanceResult(string name, ConformanceOutcome outcome, Exception? problem)
    {
        Name = name;
        Outcome = outcome;
        Problem = problem;
    }

    /// <summary>The name of the case.</summary>
    public string Name { get; }

    /// <summary>Passed, failed or not run.</summary>
    public ConformanceOutcome Outcome { get; }

    /// <summary>What went wrong; null if the case passed.</summary>
    public Exception? Problem { get; }

    /// <summary>Shows the outcome, the case and what went wrong.</summary>
    public override string ToString() =>
        Outcome switch
        {
            ConformanceOutcome.Passed => $"passed   {Name}",
            ConformanceOutcome.Failed => $"FAILED   {Name}: {Problem?.Message}",
            _ => $"NOT RUN  {Name}",
        };
}
