using System.Transactions;
using Npgsql;

namespace TwoFactor;

/// <summary>
/// The database: opens connections outside of any transaction of the caller's, brings the schema up to date once a process, waits out what passes by itself,
/// and turns Npgsql's exceptions into sentences with a remedy.
/// </summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable, IDisposable
{
    private const int MaxPauseMilliseconds = 500;

    private readonly NpgsqlDataSource _source;
    private readonly bool _isOwn;
    private readonly bool _manageSchema;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly string _server;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isReady;

    public PostgreSqlDatabase(PostgreSqlStoreOptions options, TimeProvider clock)
    {
        _isOwn = options.DataSource is null;
        _source = options.DataSource ?? new NpgsqlDataSourceBuilder(options.ConnectionString).Build();
        _manageSchema = options.ManageSchema;
        _patience = options.Patience;
        _clock = clock;
        var parts = new NpgsqlConnectionStringBuilder(_source.ConnectionString);
        _server = $"{parts.Host}, database {parts.Database}";
    }

    /// <summary>Reads; may be done several times.</summary>
    public ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) =>
        RunAsync(read, _ => true, cancellationToken);

    /// <summary>
    /// Writes in one step that the server does in whole or not at all. It is done again only where that is certain not to have been done.
    /// </summary>
    public ValueTask<T> WriteAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> write, CancellationToken cancellationToken) =>
        RunAsync(write, e => PostgreSqlProblems.IsRolledBack(e), cancellationToken);

    public TwoFactorStoreException Explained(Exception exception) => new(PostgreSqlProblems.Explain(exception, _server), exception);

    public DateTimeOffset Deadline() => _clock.GetUtcNow() + _patience;

    /// <summary>Waits a little, longer each time; false when the patience is at its end.</summary>
    public async ValueTask<bool> PauseAsync(int attempt, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        if (_clock.GetUtcNow() >= deadline)
            return false;

        var ceiling = Math.Min(MaxPauseMilliseconds, 10 << Math.Min(attempt, 6));
        var pause = System.Security.Cryptography.RandomNumberGenerator.GetInt32(ceiling / 2, ceiling);
        await Task.Delay(TimeSpan.FromMilliseconds(pause), TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>A connection with the tables behind it. Waits while the server cannot be reached: nothing was sent yet.</summary>
    public async ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var deadline = Deadline();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (!_isReady)
                    await PrepareAsync(cancellationToken).ConfigureAwait(false);

                return await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or TwoFactorStoreException))
            {
                if (!PostgreSqlProblems.IsPassing(e) || !await PauseAsync(attempt, deadline, cancellationToken).ConfigureAwait(false))
                    throw Explained(e);
            }
        }
    }

    public void Dispose()
    {
        _preparing.Dispose();
        if (_isOwn)
            _source.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _preparing.Dispose();
        if (_isOwn)
            await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act, Func<NpgsqlException, bool> mayGoAgain, CancellationToken cancellationToken)
    {
        var deadline = Deadline();
        for (var attempt = 0; ; attempt++)
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            try
            {
                return await act(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (NpgsqlException e) when (mayGoAgain(e) && (PostgreSqlProblems.IsConflict(e) || PostgreSqlProblems.IsPassing(e)))
            {
                if (!await PauseAsync(attempt, deadline, cancellationToken).ConfigureAwait(false))
                    throw Explained(e);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidCastException or InvalidOperationException or ArgumentException)
            {
                throw Explained(e);
            }
        }
    }

    // A transaction of the caller's must not carry ours with it: its rollback would undo a lock or give a spent code back.
    private async ValueTask<NpgsqlConnection> OpenOnceAsync(CancellationToken cancellationToken)
    {
        if (Transaction.Current is null)
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

        using var outside = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isReady)
                return;

            var connection = await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            await RefuseForgetfulAsync(connection, cancellationToken).ConfigureAwait(false);
            await PostgreSqlSchema.BringUpToDateAsync(connection, _manageSchema, cancellationToken).ConfigureAwait(false);
            _isReady = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    // A commit that is answered before it is on disk is forgotten by a crash, and a code that was accepted is good again.
    private async Task RefuseForgetfulAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SHOW synchronous_commit";
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is "off")
            throw new TwoFactorStoreException($"PostgreSQL at {_server} answers before it has written (synchronous_commit is off): after a crash, used codes would be good again. Turn it on for this user, ALTER ROLE … SET synchronous_commit = on, or add Options=-c synchronous_commit=on to the connection string.");
    }
}
