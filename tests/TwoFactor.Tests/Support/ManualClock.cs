namespace TwoFactor.Tests;

/// <summary>Time moves when the test says so.</summary>
internal sealed class ManualClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2027, 1, 31, 9, 30, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(TimeSpan by) => Now += by;

    public void NextStep() => Advance(TimeSpan.FromSeconds(30));
}
