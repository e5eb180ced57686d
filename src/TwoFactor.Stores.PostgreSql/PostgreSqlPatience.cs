namespace TwoFactor.Stores;

/// <summary>A deadline that starts when it is created. Changes of the machine's date do not affect it.</summary>
internal sealed class PostgreSqlPatience(TimeProvider clock, TimeSpan length)
{
    private readonly long _start = clock.GetTimestamp();

    public TimeSpan Left =>
        length - clock.GetElapsedTime(_start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public bool IsOver => Left == TimeSpan.Zero;
}
