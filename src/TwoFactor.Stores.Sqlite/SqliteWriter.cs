namespace TwoFactor.Stores;

/// <summary>
/// The one writer of this process. Who comes while it is idle writes at once; who comes while it is busy waits, and
/// then all who wait are written in one transaction, each in a savepoint of its own: one commit to the disk for all of
/// them, and what goes wrong with one is undone for it alone.
/// </summary>
/// <param name="rent">Opens the connection that the writer holds.</param>
/// <param name="explain">Turns an exception of SQLite into a sentence with a remedy.</param>
internal sealed class SqliteWriter(Func<SqliteSession> rent, Func<Exception, Exception> explain) : IDisposable
{
    /// <summary>The most writes of one transaction.</summary>
    public const int MaxTogether = 128;

    private readonly Lock _gate = new();
    private readonly Queue<SqliteWork> _waiting = new();
    private SqliteSession? _session;
    private bool _isBusy;
    private bool _isDisposed;

    public void Add(SqliteWork work)
    {
        lock (_gate)
        {
            _waiting.Enqueue(work);
            if (_isBusy)
                return;

            _isBusy = true;
        }

        WriteNext();
        GoOn();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            if (!_isBusy)
                Close();
        }
    }

    // Whoever came first does its own; those that came meanwhile are another thread's.
    private void GoOn()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isBusy = false;
                if (_isDisposed)
                    Close();

                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static writer =>
            {
                writer.WriteNext();
                writer.GoOn();
            },
            this,
            preferLocal: false
        );
    }

    private void WriteNext()
    {
        var group = new List<SqliteWork>();
        lock (_gate)
        {
            while (group.Count < MaxTogether && _waiting.TryPeek(out var next))
            {
                if (group.Count > 0 && (next.IsExclusive || group[0].IsExclusive))
                    break;

                _waiting.Dequeue();
                if (next.TryTake())
                    group.Add(next);
            }
        }

        if (group.Count > 0)
            Write(group);
    }

    private void Write(List<SqliteWork> group)
    {
        var done = new List<SqliteWork>(group.Count);
        try
        {
            var session = _session ??= rent();
            if (group[0].IsExclusive)
            {
                group[0].Do(session);
                done.Add(group[0]);
            }
            else
            {
                session.Execute("BEGIN IMMEDIATE");
                foreach (var work in group)
                    DoOne(session, work, done);

                session.Execute("COMMIT");
            }
        }
        catch (Exception e)
        {
            // Nothing of it is on disk. The connection may be within a transaction, so it goes as well.
            var told = explain(e);
            foreach (var work in group)
                work.Fail(told);

            Close();
            return;
        }

        foreach (var work in done)
            work.Finish();
    }

    private void DoOne(SqliteSession session, SqliteWork work, List<SqliteWork> done)
    {
        session.Execute("SAVEPOINT one");
        var isKept = false;
        Exception? problem = null;
        try
        {
            isKept = work.Do(session);
        }
        catch (Exception e)
        {
            problem = e;
        }

        // Some errors, of the disk above all, end the whole transaction: then this throws, and nobody is written.
        if (!isKept)
            session.Execute("ROLLBACK TO one");

        session.Execute("RELEASE one");
        if (problem is null)
            done.Add(work);
        else
            work.Fail(explain(problem));
    }

    private void Close()
    {
        _session?.Dispose();
        _session = null;
    }
}
