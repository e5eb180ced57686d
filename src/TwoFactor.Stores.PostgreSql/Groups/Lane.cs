namespace TwoFactor.Stores;

/// <summary>
/// Who comes while nothing is under way goes straight, with a statement of its own. So do a few more beside it, as long
/// as groups are no larger than that. Who else comes waits until what is under way is done, and then all who wait go in
/// one statement: the busier it is, the larger the groups. Nobody waits for a clock, with one exception: a statement of
/// one's own may wait for a row that others hold. If it does, those behind it go on without it.
/// </summary>
internal sealed class Lane<TAsk, TAnswer> : IDisposable
{
    /// <summary>The most members of a group.</summary>
    public const int MaxMembers = 128;

    /// <summary>About the most bytes of a group.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most that wait; more are refused at once.</summary>
    public const int MaxWaiting = 4_096;

    /// <summary>
    /// The most that go straight beside what is under way. A group of so few saves less than its members wait.
    /// </summary>
    public const int MaxBeside = 3;

    // Many times what a statement takes that waits for nobody.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(20);

    private readonly ILaneWork<TAsk, TAnswer> _work;
    private readonly Func<PostgreSqlPatience> _newPatience;
    private readonly int _maxBeside;
    private readonly Lock _gate = new();
    private readonly Queue<LaneMember<TAsk, TAnswer>> _waiting = new();
    private readonly ITimer _grace;
    private Trip? _trip;
    private int _beside;
    private int _recent;

    public Lane(
        ILaneWork<TAsk, TAnswer> work,
        Func<PostgreSqlPatience> newPatience,
        TimeProvider clock,
        int maxBeside = MaxBeside
    )
    {
        _work = work;
        _newPatience = newPatience;
        _maxBeside = maxBeside;

        // Whatever whoever made this lane was in, a transaction or a trace, is no concern of others.
        using (ExecutionContext.SuppressFlow())
            _grace = clock.CreateTimer(
                static lane => ((Lane<TAsk, TAnswer>)lane!).GoOn(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
    }

    public ValueTask<TAnswer> AskAsync(TAsk ask, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<TAnswer>(cancellationToken);

        Trip? trip = null;
        LaneMember<TAsk, TAnswer>? member = null;
        lock (_gate)
        {
            if (_trip is null)
                trip = _trip = new Trip(IsAlone: true);
            else if (_waiting.Count == 0 && _beside < _maxBeside && _recent <= _maxBeside)
                _beside++;
            else if (_waiting.Count >= MaxWaiting)
                return ValueTask.FromException<TAnswer>(_work.TooManyWait(_waiting.Count));
            else
            {
                member = new LaneMember<TAsk, TAnswer>(ask, _newPatience());
                _waiting.Enqueue(member);
                Watch(_trip);
            }
        }

        return member is null ? GoStraightAsync(ask, trip, cancellationToken) : WaitAsync(member, cancellationToken);
    }

    public void Dispose() => _grace.Dispose();

    // Who goes beside has no trip of its own.
    private async ValueTask<TAnswer> GoStraightAsync(TAsk ask, Trip? trip, CancellationToken cancellationToken)
    {
        try
        {
            return await _work.AloneAsync(ask, null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (trip is null)
                LeaveBeside();
            else if (Next(trip) is { } next)
                Start(next);
        }
    }

    private void LeaveBeside()
    {
        lock (_gate)
            _beside--;
    }

    private static async ValueTask<TAnswer> WaitAsync(
        LaneMember<TAsk, TAnswer> member,
        CancellationToken cancellationToken
    )
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((LaneMember<TAsk, TAnswer>)state!).Leave(token),
            member
        );
        return await member.Task.ConfigureAwait(false);
    }

    // On a thread of its own, and with nothing of whoever happens to start it.
    private void Start(Departure departure) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static start => _ = start.Lane.DriveAsync(start.Departure),
            (Lane: this, Departure: departure),
            preferLocal: false
        );

    private async Task DriveAsync(Departure departure)
    {
        for (var next = departure; next is not null; next = Next(next.Trip))
        {
            if (next.Trip.IsAlone)
                await FinishAloneAsync(next.Members[0]).ConfigureAwait(false);
            else if (!await _work.TogetherAsync(next.Members).ConfigureAwait(false))
                LetAllGo();
        }
    }

    private async Task FinishAloneAsync(LaneMember<TAsk, TAnswer> member)
    {
        try
        {
            member.TrySetResult(
                await _work.AloneAsync(member.Ask, member.Patience, CancellationToken.None).ConfigureAwait(false)
            );
        }
        catch (Exception e)
        {
            member.TrySetException(e);
        }
    }

    // Where the server says nothing, each finds out for itself: a line would add up the waiting of all before.
    private void LetAllGo()
    {
        LaneMember<TAsk, TAnswer>[] all;
        lock (_gate)
        {
            all = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var member in all)
        {
            if (member.TryTake())
                _ = FinishAloneAsync(member);
        }
    }

    // After a trip: who waits goes next; if nobody does, the lane is free. A trip that was left behind starts nothing.
    private Departure? Next(Trip done)
    {
        lock (_gate)
        {
            return _trip == done ? Depart() : null;
        }
    }

    private void GoOn()
    {
        Departure? next;
        lock (_gate)
        {
            if (_trip is not { IsAlone: true, IsWatched: true } || _waiting.Count == 0)
                return;

            next = Depart();
        }

        if (next is not null)
            Start(next);
    }

    private Departure? Depart()
    {
        var members = new List<LaneMember<TAsk, TAnswer>>(Math.Min(_waiting.Count, MaxMembers));
        var bytes = 0;
        while (members.Count < MaxMembers && _waiting.TryPeek(out var member))
        {
            bytes += _work.SizeOf(member.Ask);
            if (members.Count > 0 && bytes > MaxBytes)
                break;

            _waiting.Dequeue();
            if (member.TryTake())
                members.Add(member);
        }

        if (members.Count == 0)
        {
            _trip = null;
            return null;
        }

        // One small group after large ones does not say that few come.
        _recent = Math.Max(members.Count, _recent / 2);

        _trip = new Trip(members.Count == 1);
        if (_waiting.Count > 0)
            Watch(_trip);

        return new Departure(_trip, members);
    }

    private void Watch(Trip trip)
    {
        if (!trip.IsAlone || trip.IsWatched)
            return;

        trip.IsWatched = true;
        _grace.Change(s_grace, Timeout.InfiniteTimeSpan);
    }

    private sealed record Departure(Trip Trip, IReadOnlyList<LaneMember<TAsk, TAnswer>> Members);

    // Not a record: two are never the same.
    private sealed class Trip(bool IsAlone)
    {
        public bool IsAlone { get; } = IsAlone;

        public bool IsWatched { get; set; }
    }
}
