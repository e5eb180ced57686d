namespace TwoFactor.Proof;

/// <summary>
/// Time that runs faster, the same in all processes: a step of thirty seconds is over in half a second.
/// </summary>
internal sealed class FastClock(DateTimeOffset origin, int factor) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => origin + ((DateTimeOffset.UtcNow - origin) * factor);
}
