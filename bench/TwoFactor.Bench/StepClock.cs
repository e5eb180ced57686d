namespace TwoFactor.Bench;

/// <summary>A clock that stands where it was put.</summary>
internal sealed class StepClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public override DateTimeOffset GetUtcNow() => Now;
}
