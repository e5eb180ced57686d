namespace TwoFactor;

/// <summary>
/// Operations of this process on one account take turns: what would lose a race anyway waits instead. First come, first
/// served, but an administrator's remedy goes before the flood that it is meant for. Other processes are kept apart by
/// the conditional write alone.
/// </summary>
internal class AccountQueue
{
    /// <summary>The most operations that wait for one account; more are refused at once. Remedies always wait.</summary>
    public const int MaxWaiting = 1_024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Waits for the turn. Dispose what is returned; null means that too many wait already.</summary>
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

    /// <summary>Who is in has the line itself for a ticket, and gives it back by disposing of it.</summary>
    private sealed class Line(AccountQueue queue, string userId) : IDisposable
    {
        private readonly Queue<Waiter> _urgent = new();
        private readonly Queue<Waiter> _others = new();

        public string UserId => userId;

        public int Waiting => _others.Count;

        public Waiter Add(bool isUrgent)
        {
            var waiter = new Waiter();
            (isUrgent ? _urgent : _others).Enqueue(waiter);
            return waiter;
        }

        // Whoever has left is passed over.
        public bool LetNextIn()
        {
            while (_urgent.TryDequeue(out var waiter) || _others.TryDequeue(out waiter))
            {
                if (waiter.TrySetResult(this))
                    return true;
            }

            return false;
        }

        public void Dispose() => queue.Leave(this);
    }
}
