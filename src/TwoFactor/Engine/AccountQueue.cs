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

        public string UserId => userId;

        public int Waiting => _others?.Count ?? 0;

        public Waiter Add(bool isUrgent)
        {
            var waiter = new Waiter();
            (isUrgent ? _urgent ??= new() : _others ??= new()).Enqueue(waiter);
            return waiter;
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
