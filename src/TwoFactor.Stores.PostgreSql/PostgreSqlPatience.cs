namespace TwoFactor;

/// <summary>
/// How long something is tried: it begins when it is made, and no change of the machine's date shortens or prolongs it.
/// </summary>
internal sealed class PostgreSqlPatience(TimeProvider clock, TimeSpan length)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Left =>
        length - clock.GetElapsedTime(_start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public bool IsOver => Left == TimeSpan.Zero;
}
