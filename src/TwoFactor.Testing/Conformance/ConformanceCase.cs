namespace TwoFactor.Testing;

/// <summary>One thing that every implementation must do.</summary>
public sealed class ConformanceCase
{
    private readonly Func<CancellationToken, Task> _run;

    internal ConformanceCase(string name, Func<CancellationToken, Task> run)
    {
        Name = name;
        _run = run;
    }

    /// <summary>What must hold, as a sentence in words joined by underscores.</summary>
    public string Name { get; }

    /// <summary>Runs the case.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="ConformanceException">
    /// The implementation does not do it; the message says what was seen instead.
    /// </exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => _run(cancellationToken);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
