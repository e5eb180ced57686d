namespace TwoFactor.Testing;

/// <summary>
/// A clock that moves only when the test moves it. Its timers fire when the clock is moved past their time.
/// Thread-safe.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;

    /// <summary>Creates a clock at 2027-01-31, 09:30 UTC.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2027, 1, 31, 9, 30, 0, TimeSpan.Zero)) { }

    /// <summary>Creates a clock at a given time.</summary>
    /// <param name="start">The time.</param>
    public ManualTimeProvider(DateTimeOffset start) => _now = start.ToUniversalTime();

    /// <summary>The current time of the clock. Set it back to simulate a wrong clock; that fires no timer.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
        set
        {
            lock (_gate)
                _now = value.ToUniversalTime();

            Ring();
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.UtcTicks;

    /// <summary>Moves the clock forward.</summary>
    /// <param name="by">By how much.</param>
    public void Advance(TimeSpan by)
    {
        lock (_gate)
            _now += by;

        Ring();
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Ring()
    {
        while (TakeDue() is { } due)
            due.Ring();
    }

    private ManualTimer? TakeDue()
    {
        lock (_gate)
        {
            var due = _timers.Where(t => t.DueAt <= _now).MinBy(t => t.DueAt);
            if (due is null)
                return null;

            due.DueAt = due.Period is { } period ? due.DueAt + period : null;
            if (due.DueAt is null)
                _timers.Remove(due);

            return due;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset? DueAt { get; set; }

        public TimeSpan? Period { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                Period = period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero ? null : period;
                if (DueAt is not null)
                    clock._timers.Add(this);
            }

            if (dueTime == TimeSpan.Zero)
                clock.Ring();

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
