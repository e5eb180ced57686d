namespace TwoFactor;

/// <summary>
/// Queues this process's operations on one account: they wait instead of losing write conflicts. First come, first
/// served, except that an administrator's remedy overtakes the flood that it is meant to stop. Between processes only
/// the conditional write decides.
/// </summary>
internal class AccountQueue
{
    /// <summary>
    /// The most operations that may wait for one account. Further ones are refused at once; remedies always wait.
    /// </summary>
    public const int MaxWaiting = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Waits for its turn. Dispose the result to end the turn. Null if too many are waiting already.</summary>
    public virtual async ValueTask<IDisposable?> EnterAsync(
        string userId,
        bool isUrgent,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            if (!_lines.TryGetValue(userId, out var line))
            {
                _lines[userId] = line = new Line(this, userId);
                return line;
            }

            // A remedy does not wait for a rest to end.
            if (isUrgent && line.EndRest())
                return line;

            if (!isUrgent && line.Waiting >= MaxWaiting)
                return null;

            waiter = line.Add(isUrgent);
        }

        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).TrySetCanceled(token),
            waiter
        );
        return await waiter.Task.ConfigureAwait(false);
    }

    /// <summary>
    /// Ends the turn. The next one begins after the rest, if only operations that are not urgent wait for it.
    /// </summary>
    public void Leave(IDisposable turn, TimeSpan rest)
    {
        if (rest > TimeSpan.Zero && turn is Line line && BeginRest(line) is { } number)
            _ = RestAsync(line, number, rest);
        else
            turn.Dispose();
    }

    /// <summary>Waits while an account rests.</summary>
    protected virtual Task WaitAsync(TimeSpan rest) => Task.Delay(rest, TimeProvider.System);

    private int? BeginRest(Line line)
    {
        lock (_gate)
            return line.BeginRest();
    }

    private async Task RestAsync(Line line, int number, TimeSpan rest)
    {
        await WaitAsync(rest).ConfigureAwait(false);
        lock (_gate)
        {
            if (line.IsResting(number) && line.EndRest() && !line.LetNextIn())
                _lines.Remove(line.UserId);
        }
    }

    private void Leave(Line line)
    {
        lock (_gate)
        {
            if (!line.LetNextIn())
                _lines.Remove(line.UserId);
        }
    }

    private sealed class Waiter()
        : TaskCompletionSource<IDisposable>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The operation whose turn it is holds the line as its ticket, and disposes it to end the turn.</summary>
    private sealed class Line(AccountQueue queue, string userId) : IDisposable
    {
        // Mostly nobody waits.
        private Queue<Waiter>? _urgent;
        private Queue<Waiter>? _others;

        // The rests are numbered, so that the end of one that was cut short ends no other.
        private int _rests;
        private bool _isResting;

        public string UserId => userId;

        public int Waiting => _others?.Count ?? 0;

        public Waiter Add(bool isUrgent)
        {
            var waiter = new Waiter();
            (isUrgent ? _urgent ??= new() : _others ??= new()).Enqueue(waiter);
            return waiter;
        }

        /// <summary>The number of the rest; null where nobody waits, or somebody who need not.</summary>
        public int? BeginRest()
        {
            if (_urgent is { Count: > 0 } || _others is not { Count: > 0 })
                return null;

            _isResting = true;
            return ++_rests;
        }

        public bool IsResting(int number) => _isResting && _rests == number;

        /// <summary>Whether there was a rest to end.</summary>
        public bool EndRest()
        {
            var was = _isResting;
            _isResting = false;
            return was;
        }

        // Waiters that were cancelled are skipped.
        public bool LetNextIn()
        {
            while (Next() is { } waiter)
            {
                if (waiter.TrySetResult(this))
                    return true;
            }

            return false;

            Waiter? Next() =>
                _urgent is not null && _urgent.TryDequeue(out var urgent) ? urgent
                : _others is not null && _others.TryDequeue(out var other) ? other
                : null;
        }

        public void Dispose() => queue.Leave(this);
    }
}
