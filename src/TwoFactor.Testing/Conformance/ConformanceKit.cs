namespace TwoFactor.Testing;

/// <summary>
/// The cases that an implementation must pass; they need no test framework. Run all in one test with
/// <see cref="RunAsync(CancellationToken)"/> and <see cref="ConformanceReport.ThrowIfFailed"/>, or make one test per
/// item of <see cref="Cases"/>. Cases leave rows behind, in tenants of their own.
/// </summary>
public abstract class ConformanceKit
{
    private IReadOnlyList<ConformanceCase>? _cases;

    /// <summary>The timeout of one case, after which it counts as failed. Default: 1 minute.</summary>
    public TimeSpan CaseTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The cases.</summary>
    public IReadOnlyList<ConformanceCase> Cases =>
        _cases ??= [.. DescribeCases().Select(c => new ConformanceCase(c.Name, c.Run))];

    /// <summary>
    /// Runs all cases, one after the other, and reports the result of each. A failed case does not stop the others.
    /// </summary>
    /// <param name="cancellationToken">
    /// Stops the run. The remaining cases count as not run, and the report as failed.
    /// </param>
    public async Task<ConformanceReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var results = new List<ConformanceResult>(Cases.Count);
        foreach (var one in Cases)
            results.Add(await RunAsync(one, cancellationToken).ConfigureAwait(false));

        return new ConformanceReport(Name, results);
    }

    private protected abstract string Name { get; }

    private protected abstract IEnumerable<(string Name, Func<CancellationToken, Task> Run)> DescribeCases();

    private async Task<ConformanceResult> RunAsync(ConformanceCase one, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return new(one.Name, ConformanceOutcome.NotRun, null);

        // On a thread of its own, so that the timeout also ends the wait for a case that blocks its thread.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await Task.Run(() => one.RunAsync(ending.Token), CancellationToken.None)
                .WaitAsync(CaseTimeout, cancellationToken)
                .ConfigureAwait(false);
            return new(one.Name, ConformanceOutcome.Passed, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new(one.Name, ConformanceOutcome.NotRun, null);
        }
#pragma warning disable CA1031 // Whatever the implementation throws is the case's failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await ending.CancelAsync().ConfigureAwait(false);
            return new(one.Name, ConformanceOutcome.Failed, e);
        }
    }
}
