namespace TwoFactor.Simulation;

/// <summary>A node's clock: the world's time, a little off.</summary>
internal sealed class SimClock(SimWorld world, Node node, TimeSpan skew) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => world.Now + skew;

    public override long GetTimestamp() => world.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(world, node, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }
}

internal sealed class SimTimer(SimWorld world, Node node, Action ring) : ITimer
{
    public Node Node => node;

    public DateTimeOffset DueAt { get; private set; }

    public void Ring() => ring();

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        world.Remove(this);
        if (dueTime == Timeout.InfiniteTimeSpan)
            return true;

        DueAt = world.Now + dueTime;
        world.Add(this);
        return true;
    }

    public void Dispose() => world.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
