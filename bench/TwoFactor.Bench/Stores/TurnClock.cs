namespace TwoFactor.Bench.Stores;

/// <summary>A step of TOTP for each turn of all users.</summary>
internal sealed class TurnClock : TimeProvider
{
    private static readonly DateTimeOffset s_start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _turns;

    public override DateTimeOffset GetUtcNow() => s_start.AddSeconds(30 * Interlocked.Read(ref _turns));

    /// <summary>
    /// The clock never goes back; who comes late has a code of the step before, which is good as well.
    /// </summary>
    public long Reach(long turn)
    {
        long known;
        while ((known = Interlocked.Read(ref _turns)) < turn)
            Interlocked.CompareExchange(ref _turns, turn, known);

        return TotpParameters.Default.StepAt(s_start.AddSeconds(30 * turn));
    }
}
