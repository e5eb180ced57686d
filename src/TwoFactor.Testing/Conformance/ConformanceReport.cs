namespace TwoFactor.Testing;

/// <summary>The results of all cases of a kit.</summary>
public sealed class ConformanceReport
{
    internal ConformanceReport(string kit, IReadOnlyList<ConformanceResult> results)
    {
        Kit = kit;
        Results = results;
    }

    /// <summary>The name of the kit.</summary>
    public string Kit { get; }

    /// <summary>One result for each case, in the order of the kit.</summary>
    public IReadOnlyList<ConformanceResult> Results { get; }

    /// <summary>Whether every case was run and passed.</summary>
    public bool IsPassed => Results.Count > 0 && Results.All(r => r.Outcome == ConformanceOutcome.Passed);

    /// <summary>Throws unless every case was run and passed. Call it at the end of a test.</summary>
    /// <exception cref="ConformanceException">A case failed or was not run; the message lists them.</exception>
    public void ThrowIfFailed()
    {
        if (!IsPassed)
            throw new ConformanceException(
                ToString(),
                Results.FirstOrDefault(r => r.Problem is not null)?.Problem
                    ?? new InvalidOperationException("No case was run.")
            );
    }

    /// <summary>Shows a line with the totals, then one line for each case that did not pass.</summary>
    public override string ToString()
    {
        var lines = Results.Where(r => r.Outcome != ConformanceOutcome.Passed).Select(r => r.ToString());
        return string.Join(
            '\n',
            lines.Prepend(
                $"{Kit}: {Results.Count(r => r.Outcome == ConformanceOutcome.Passed)} of {Results.Count} cases passed."
            )
        );
    }
}
