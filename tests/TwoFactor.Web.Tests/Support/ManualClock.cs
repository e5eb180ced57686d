namespace TwoFactor.Tests;

/// <summary>
/// Begins now, since browsers judge cookies by their own clock, and then moves when the test says so.
/// </summary>
internal sealed class ManualClock : TimeProvider
{
    private long _ticks = System.GetUtcNow().UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public void NextStep() => Advance(TimeSpan.FromSeconds(30));
}
