namespace TwoFactor.Tests;

/// <summary>A clock whose timers go off when the test says so.</summary>
internal sealed class HeldTimers : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Held> _timers = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Held(() => callback(state));
        lock (_gate)
            _timers.Add(timer);

        return timer;
    }

    /// <summary>All that are set go off.</summary>
    public void Fire()
    {
        lock (_gate)
        {
            foreach (var timer in _timers)
                timer.Fire();
        }
    }

    private sealed class Held(Action fire) : ITimer
    {
        private volatile bool _isSet;

        public bool Change(TimeSpan dueTime, TimeSpan period) => _isSet = dueTime != Timeout.InfiniteTimeSpan;

        public void Fire()
        {
            if (!_isSet)
                return;

            _isSet = false;
            fire();
        }

        public void Dispose() => _isSet = false;

        public ValueTask DisposeAsync() => default;
    }
}
