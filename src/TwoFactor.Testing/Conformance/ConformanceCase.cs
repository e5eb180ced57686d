namespace TwoFactor.Testing;

/// <summary>One requirement that every implementation must meet.</summary>
public sealed class ConformanceCase
{
    private readonly Func<CancellationToken, Task> _run;

    internal ConformanceCase(string name, Func<CancellationToken, Task> run)
    {
        Name = name;
        _run = run;
    }

    /// <summary>The requirement, as a sentence in words joined by underscores.</summary>
    public string Name { get; }

    /// <summary>Runs the case.</summary>
    /// <param name="cancellationToken">Cancels the case.</param>
    /// <exception cref="ConformanceException">
    /// The implementation does not meet the requirement. The message says what was expected and what was seen.
    /// </exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => _run(cancellationToken);

    /// <summary>Shows the name.</summary>
    public override string ToString() => Name;
}
