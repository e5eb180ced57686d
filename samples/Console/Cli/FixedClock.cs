namespace ConsoleSample.Cli;

/// <summary>The clock of <c>--now</c>: it stands still.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
