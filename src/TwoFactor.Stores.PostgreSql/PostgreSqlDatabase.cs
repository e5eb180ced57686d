using System.Transactions;
using Npgsql;

namespace TwoFactor.Stores;

/// <summary>
/// The database. It opens connections outside of any transaction of the caller, updates the schema once per process,
/// waits out temporary failures, and translates Npgsql's exceptions into sentences with a remedy.
/// </summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable, IDisposable
{
    // What is larger is no verification.
    private const int MaxGroupedBytes = Lane<PostgreSqlWrite, bool>.MaxBytes / 16;

    private const int MaxPauseMilliseconds = 500;

    // A short patience limits how long failures are tolerated. It must not cut off a command that is still running
    // well.
    private const int LeastSeconds = 5;

    // Made for the first operation: an app that starts need not wait for it.
    private readonly Lazy<NpgsqlDataSource> _source;
    private readonly bool _isOwn;
    private readonly bool _manageSchema;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly Lane<AccountKey, AccountRow?>? _readLane;
    private readonly Lane<PostgreSqlWrite, bool>? _writeLane;
    private readonly GroupedReads _reads;
    private readonly Lazy<KeptConnections> _kept;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private readonly bool? _preparesByOption;
    private volatile bool _isReady;
    private volatile bool _prepares;

    public PostgreSqlDatabase(PostgreSqlStoreOptions options, TimeProvider clock)
    {
        _isOwn = options.DataSource is null;
        _source = options.DataSource is { } given ? new(given) : new(() => Build(options.ConnectionString));
        _manageSchema = options.ManageSchema;
        _patience = options.Patience;
        _preparesByOption = options.PrepareStatements;
        _clock = clock;
        _reads = new GroupedReads(this);
        _kept = new(() => new(new NpgsqlConnectionStringBuilder(_source.Value.ConnectionString), OpenOnceAsync, clock));
        if (options.ShareStatements)
        {
            _readLane = new Lane<AccountKey, AccountRow?>(_reads, NewPatience, clock);
            _writeLane = new Lane<PostgreSqlWrite, bool>(new GroupedWrites(this), NewPatience, clock);
        }
    }

    private string Server
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(_source.Value.ConnectionString);
            return $"{parts.Host}, database {parts.Database}";
        }
    }

    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        _readLane is { } lane ? lane.AskAsync(key, cancellationToken) : _reads.AloneAsync(key, null, cancellationToken);

    /// <summary>
    /// Writes, in a statement with others if it is busy. First writes, policies and what is large go by themselves.
    /// </summary>
    public ValueTask<bool> TryWriteAsync(PostgreSqlWrite write, CancellationToken cancellationToken) =>
        _writeLane is { } lane && write is { Account: not null, ExpectedVersion: > 0, Size: <= MaxGroupedBytes }
            ? lane.AskAsync(write, cancellationToken)
            : PostgreSqlSureWrite.RunAsync(this, write, null, isInDoubt: false, cancellationToken);

    /// <summary>Reads; may be done several times.</summary>
    public ValueTask<T> ReadAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    ) => ReadAsync(read, null, cancellationToken);

    /// <summary>Reads with what is left of the patience.</summary>
    public ValueTask<T> ReadAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> read,
        PostgreSqlPatience? patience,
        CancellationToken cancellationToken
    ) => RunAsync(read, _ => true, patience, cancellationToken);

    /// <summary>
    /// Writes in one step that the server does completely or not at all. It is repeated only if it certainly was not
    /// done.
    /// </summary>
    public ValueTask<T> WriteAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> write,
        CancellationToken cancellationToken
    ) => RunAsync(write, e => PostgreSqlProblems.IsRolledBack(e), null, cancellationToken);

    public TwoFactorStoreException Explained(Exception exception) =>
        new(PostgreSqlProblems.Explain(exception, Server), exception);

    public TwoFactorStoreException TooManyWait(int waiting) =>
        new(
            $"PostgreSQL at {Server} does not keep up: {waiting} operations wait for it already. Nothing was done; "
                + "look at the server's load, and limit the requests that are let in."
        );

    public PostgreSqlPatience NewPatience() => new(_clock, _patience);

    /// <summary>Creates a command whose timeout is close to the patience.</summary>
    public NpgsqlCommand NewCommand(NpgsqlConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandTimeout = Seconds(connection);
        return command;
    }

    /// <summary>
    /// Has the server plan a statement once for each connection; only for the few that are asked all the time.
    /// </summary>
    public Task PrepareAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        _prepares ? command.PrepareAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>
    /// Whether it failed because what was prepared on this connection is not there, or is there already: a pooler
    /// swaps servers beneath it. Nothing was done. Then nothing is prepared any more, and it may go again at once.
    /// </summary>
    public bool HasForgottenStatement(NpgsqlException e, int attempt)
    {
        if (!PostgreSqlProblems.IsOfPreparedStatement(e))
            return false;

        // A data source of the host's may prepare by itself, and then it does not help to go again for ever.
        _prepares = false;
        return attempt < 3;
    }

    public int Seconds(NpgsqlConnection connection)
    {
        var patience = Math.Max(LeastSeconds, (int)Math.Ceiling(_patience.TotalSeconds));
        return connection.CommandTimeout is > 0 and var own ? Math.Min(own, patience) : patience;
    }

    /// <summary>Waits a little, longer each time; false if the patience has run out.</summary>
    public static async ValueTask<bool> PauseAsync(
        int attempt,
        PostgreSqlPatience patience,
        CancellationToken cancellationToken
    )
    {
        if (patience.IsOver)
            return false;

        var ceiling = Math.Min(MaxPauseMilliseconds, 10 << Math.Min(attempt, 6));
        var pause = System.Security.Cryptography.RandomNumberGenerator.GetInt32(ceiling / 2, ceiling);
        await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, cancellationToken)
            .ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Opens a connection and makes sure of the tables. It waits while the server cannot be reached, because nothing
    /// was sent yet.
    /// </summary>
    /// <param name="patience">The rest of the patience after an earlier failure, or null.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    public async ValueTask<KeptConnection> OpenAsync(PostgreSqlPatience? patience, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        patience ??= NewPatience();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (!_isReady)
                    await PrepareAsync(patience, cancellationToken).ConfigureAwait(false);

                return await _kept.Value.OpenAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or TwoFactorStoreException))
            {
                if (
                    !PostgreSqlProblems.IsPassing(e)
                    || !await PauseAsync(attempt, patience, cancellationToken).ConfigureAwait(false)
                )
                    throw Explained(e);
            }
        }
    }

    public void Dispose()
    {
        _preparing.Dispose();
        _readLane?.Dispose();
        _writeLane?.Dispose();
        if (_kept.IsValueCreated)
            _kept.Value.Dispose();

        if (_isOwn && _source.IsValueCreated)
            _source.Value.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _preparing.Dispose();
        _readLane?.Dispose();
        _writeLane?.Dispose();
        if (_kept.IsValueCreated)
            await _kept.Value.DisposeAsync().ConfigureAwait(false);

        if (_isOwn && _source.IsValueCreated)
            await _source.Value.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act,
        Func<NpgsqlException, bool> mayGoAgain,
        PostgreSqlPatience? patience,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; ; attempt++)
        {
            var connection = await OpenAsync(patience, cancellationToken).ConfigureAwait(false);
            try
            {
                // Closing may fail too, after a transaction was left open by what failed before.
                await using var closing = connection.ConfigureAwait(false);
                var answer = await act(connection.Connection, cancellationToken).ConfigureAwait(false);
                connection.IsSound = true;
                return answer;
            }
            catch (NpgsqlException e) when (HasForgottenStatement(e, attempt))
            {
                // Goes again, unprepared.
            }
            catch (NpgsqlException e)
                when (mayGoAgain(e) && (PostgreSqlProblems.IsConflict(e) || PostgreSqlProblems.IsPassing(e)))
            {
                patience ??= NewPatience();
                if (!await PauseAsync(attempt, patience, cancellationToken).ConfigureAwait(false))
                    throw Explained(e);
            }
            catch (Exception e)
                when (e
                        is NpgsqlException
                            or IOException
                            or InvalidCastException
                            or InvalidOperationException
                            or ArgumentException
                )
            {
                throw Explained(e);
            }
        }
    }

    // Our write must not join a transaction of the caller: its rollback would undo a lock or make a spent code valid
    // again.
    private async ValueTask<NpgsqlConnection> OpenOnceAsync(CancellationToken cancellationToken)
    {
        if (Transaction.Current is null)
            return await _source.Value.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

        using var outside = new TransactionScope(
            TransactionScopeOption.Suppress,
            TransactionScopeAsyncFlowOption.Enabled
        );
        return await _source.Value.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task PrepareAsync(PostgreSqlPatience patience, CancellationToken cancellationToken)
    {
        var wait =
            patience.Left > TimeSpan.FromSeconds(LeastSeconds) ? patience.Left : TimeSpan.FromSeconds(LeastSeconds);
        if (!await _preparing.WaitAsync(wait, cancellationToken).ConfigureAwait(false))
            throw new TimeoutException("others that came first still wait for it.");

        try
        {
            if (_isReady)
                return;

            var connection = await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            await PostgreSqlSchema
                .BringUpToDateAsync(connection, _manageSchema, cancellationToken)
                .ConfigureAwait(false);
            _prepares =
                _preparesByOption ?? await IsOneServerAsync(connection, cancellationToken).ConfigureAwait(false);
            _isReady = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    // A pooler stands between where the server's process has another number than the one that the connection was told.
    // Then each transaction may meet another server, and what was prepared on one is unknown on the next.
    private static async Task<bool> IsOneServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (new NpgsqlConnectionStringBuilder(connection.ConnectionString).Multiplexing)
            return false;

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT pg_backend_pid()";
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is int process
            && process == connection.ProcessID;
    }

    // The store leaves nothing behind on a connection, so there is nothing to reset, on a pool that is its own.
    // Where there are several hosts, one that was down is looked at again each second: the patience is not spent on
    // waiting for the look.
    private static NpgsqlDataSource Build(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var parts = builder.ConnectionStringBuilder;
        if (
            parts.Host?.Contains(',', StringComparison.Ordinal) == true
            && parts.HostRecheckSeconds == new NpgsqlConnectionStringBuilder().HostRecheckSeconds
        )
            parts.HostRecheckSeconds = 1;

        parts.NoResetOnClose = true;
        return builder.Build();
    }
}
