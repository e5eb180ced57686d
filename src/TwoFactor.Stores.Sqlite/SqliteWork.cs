namespace TwoFactor.Stores;

/// <summary>A write that waits for its turn.</summary>
internal abstract class SqliteWork
{
    private const int Waits = 0;
    private const int Taken = 1;
    private const int Left = 2;

    private int _state = Waits;

    /// <summary>Whether it shares no transaction with others.</summary>
    public bool IsExclusive { get; init; }

    /// <summary>False if whoever asked has left. From here on nothing is cancelled any more.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waits) == Waits;

    public void Leave(CancellationToken token)
    {
        if (Interlocked.CompareExchange(ref _state, Left, Waits) == Waits)
            Cancel(token);
    }

    /// <summary>Does it; false if nothing of it is to be kept.</summary>
    public abstract bool Do(SqliteSession session);

    /// <summary>What it came to is on disk now.</summary>
    public abstract void Finish();

    public abstract void Fail(Exception exception);

    protected abstract void Cancel(CancellationToken token);
}
