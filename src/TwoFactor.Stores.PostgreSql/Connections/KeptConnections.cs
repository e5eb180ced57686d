using System.Data;
using Npgsql;

namespace TwoFactor.Stores;

/// <summary>
/// A few open connections, the last used first. Npgsql's pool gives out the one that has rested longest: operations
/// that come one after the other would wake another process of the server each time, whose caches are cold (decision
/// 0098). What is not used for a second or two goes back to the pool, where the settings of the connection string decide
/// on it.
/// </summary>
internal sealed class KeptConnections : IAsyncDisposable, IDisposable
{
    /// <summary>The most that are kept: one each for a shared reading and a shared writing, and two more.</summary>
    public const int Most = 4;

    /// <summary>At most one of so many connections of the pool is kept from others who use it.</summary>
    public const int ShareOfPool = 4;

    /// <summary>
    /// After so many ticks a connection goes back, however busy it is: the pool has a lifetime for it, or prefers
    /// another host by now.
    /// </summary>
    public const int MostTicks = 60;

    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    // The last used is the last.
    private readonly List<KeptConnection> _kept = new(Most);
    private readonly Func<CancellationToken, ValueTask<NpgsqlConnection>> _open;
    private readonly int _most;
    private readonly ITimer _timer;
    private int _tick;
    private int _waiting;
    private bool _isTicking;
    private bool _isDisposed;

    /// <param name="settings">Those of the pool.</param>
    /// <param name="open">Takes a connection from the pool.</param>
    /// <param name="clock">Says when one has rested.</param>
    public KeptConnections(
        NpgsqlConnectionStringBuilder settings,
        Func<CancellationToken, ValueTask<NpgsqlConnection>> open,
        TimeProvider clock
    )
    {
        _open = open;
        _most = settings is { Pooling: true, Multiplexing: false }
            ? Math.Min(Most, settings.MaxPoolSize / ShareOfPool)
            : 0;

        // Whatever whoever comes first was in, a transaction or a trace, is no concern of others.
        using (ExecutionContext.SuppressFlow())
            _timer = clock.CreateTimer(
                static kept => ((KeptConnections)kept!).OnTick(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
    }

    /// <summary>The one that was used last; if none is kept, one of the pool's.</summary>
    public async ValueTask<KeptConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (TakeOrWait() is { } kept)
            return kept;

        try
        {
            var connection = await _open(cancellationToken).ConfigureAwait(false);
            return new KeptConnection(this, connection, Volatile.Read(ref _tick));
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public ValueTask GiveBackAsync(KeptConnection connection)
    {
        // If the server has closed it, it will have closed the others as well.
        if (connection.Connection.State != ConnectionState.Open)
            Close(TakeWhere(_ => true));
        else if (connection.IsSound && TryKeep(connection))
            return ValueTask.CompletedTask;

        return connection.Connection.DisposeAsync();
    }

    public void Dispose()
    {
        _timer.Dispose();
        foreach (var connection in End())
            connection.Connection.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        foreach (var connection in End())
            await connection.Connection.DisposeAsync().ConfigureAwait(false);
    }

    // Whoever finds none waits for the pool, and is counted in the same moment.
    private KeptConnection? TakeOrWait()
    {
        lock (_gate)
        {
            if (_kept.Count == 0)
            {
                Interlocked.Increment(ref _waiting);
                return null;
            }

            var connection = _kept[^1];
            _kept.RemoveAt(_kept.Count - 1);
            connection.IsSound = false;
            return connection;
        }
    }

    private bool TryKeep(KeptConnection connection)
    {
        lock (_gate)
        {
            // Those who wait for the pool come first, or they would wait as long as others come.
            if (_isDisposed || _waiting > 0 || _kept.Count >= _most || _tick - connection.Since >= MostTicks)
                return false;

            connection.UsedAt = _tick;
            _kept.Add(connection);
            if (!_isTicking)
            {
                _isTicking = true;
                _timer.Change(Tick, Timeout.InfiniteTimeSpan);
            }

            return true;
        }
    }

    private void OnTick()
    {
        List<KeptConnection> rested;
        lock (_gate)
        {
            if (_isDisposed)
                return;

            rested = TakeWhere(c => c.UsedAt < _tick);
            _tick++;
            _isTicking = _kept.Count > 0;
            if (_isTicking)
                _timer.Change(Tick, Timeout.InfiniteTimeSpan);
        }

        Close(rested);
    }

    private List<KeptConnection> TakeWhere(Predicate<KeptConnection> isMeant)
    {
        lock (_gate)
        {
            var found = _kept.FindAll(isMeant);
            _kept.RemoveAll(isMeant);
            return found;
        }
    }

    private List<KeptConnection> End()
    {
        lock (_gate)
        {
            _isDisposed = true;
            return TakeWhere(_ => true);
        }
    }

    // Nobody waits for it.
    private static void Close(List<KeptConnection> connections)
    {
        foreach (var connection in connections)
            _ = CloseAsync(connection.Connection);
    }

    private static async Task CloseAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            // It is gone already.
        }
    }
}
