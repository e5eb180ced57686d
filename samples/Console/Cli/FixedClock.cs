namespace ConsoleSample.Cli;

/// <summary>The clock of <c>--now</c>: it does not advance.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
