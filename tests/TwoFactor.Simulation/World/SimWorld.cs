namespace TwoFactor.Simulation;

/// <summary>
/// Everything that is not the library: the time, the order in which things go on, the faults. One thread, one generator
/// of random numbers: the same seed is the same history. Whoever waits has a turn; the scheduler takes one after the
/// other, whichever the dice say.
/// </summary>
internal sealed class SimWorld(int seed)
{
    private readonly List<(Node Node, TaskCompletionSource Source)> _turns = [];
    private readonly List<SimTimer> _timers = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    public static readonly DateTimeOffset Start = new(2027, 1, 31, 9, 30, 0, TimeSpan.Zero);

    public Random Dice { get; } = new(seed);

    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>Faults happen only once the story has begun.</summary>
    public bool HasFaults { get; set; }

    public bool HasTurns => _turns.Count > 0;

    /// <summary>Waits for a turn; forever, if the node dies meanwhile.</summary>
    public Task TurnAsync(Node node)
    {
        if (!HasFaults && !node.IsDead)
            return Task.CompletedTask;

        var source = new TaskCompletionSource();
        Line(node, source);
        return source.Task;
    }

    /// <summary>Waits until it is cancelled, and then for a turn.</summary>
    public async Task HangAsync(Node node, CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource();
        using var registration = cancellationToken.Register(() => Line(node, source));
        await source.Task;
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Lets one of those who wait go on, to the next place where it waits.</summary>
    public void TakeTurn()
    {
        var index = Dice.Next(_turns.Count);
        var (_, source) = _turns[index];
        _turns.RemoveAt(index);
        source.SetResult();
    }

    public void Kill(Node node)
    {
        node.IsDead = true;
        _turns.RemoveAll(t => t.Node == node);
        _timers.RemoveAll(t => t.Node == node);
    }

    public void Advance(TimeSpan by)
    {
        var until = Now + by;
        while (_timers.Where(t => t.DueAt <= until).MinBy(t => t.DueAt) is { } due)
        {
            Now = due.DueAt > Now ? due.DueAt : Now;
            _timers.Remove(due);
            due.Ring();
        }

        Now = until;
    }

    /// <summary>Moves on to the next timer, when nobody can go on without it.</summary>
    public bool AdvanceToTimer()
    {
        if (_timers.MinBy(t => t.DueAt) is not { } next)
            return false;

        Advance(next.DueAt > Now ? next.DueAt - Now : TimeSpan.Zero);
        return true;
    }

    public bool Chance(int percent) => HasFaults && Dice.Next(100) < percent;

    // What goes on elsewhere would go on in no order that a seed knows.
    private void Line(Node node, TaskCompletionSource source)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("Something left the thread of the simulation.");

        if (!node.IsDead)
            _turns.Add((node, source));
    }

    public void Add(SimTimer timer) => _timers.Add(timer);

    public void Remove(SimTimer timer) => _timers.Remove(timer);
}
