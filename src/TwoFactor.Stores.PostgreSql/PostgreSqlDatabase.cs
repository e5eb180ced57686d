using System.Transactions;
using Npgsql;

namespace TwoFactor;

/// <summary>
/// The database. It opens connections outside of any transaction of the caller, updates the schema once per process,
/// waits out temporary failures, and translates Npgsql's exceptions into sentences with a remedy.
/// </summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable, IDisposable
{
    private const int MaxPauseMilliseconds = 500;

    // A short patience limits how long failures are tolerated. It must not cut off a command that is still running
    // well.
    private const int LeastSeconds = 5;

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
        _source = options.DataSource ?? Build(options.ConnectionString);
        _manageSchema = options.ManageSchema;
        _patience = options.Patience;
        _clock = clock;
        var parts = new NpgsqlConnectionStringBuilder(_source.ConnectionString);
        _server = $"{parts.Host}, database {parts.Database}";
    }

    /// <summary>Reads; may be done several times.</summary>
    public ValueTask<T> ReadAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    ) => RunAsync(read, _ => true, cancellationToken);

    /// <summary>
    /// Writes in one step that the server does completely or not at all. It is repeated only if it certainly was not
    /// done.
    /// </summary>
    public ValueTask<T> WriteAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> write,
        CancellationToken cancellationToken
    ) => RunAsync(write, e => PostgreSqlProblems.IsRolledBack(e), cancellationToken);

    public TwoFactorStoreException Explained(Exception exception) =>
        new(PostgreSqlProblems.Explain(exception, _server), exception);

    public PostgreSqlPatience NewPatience() => new(_clock, _patience);

    /// <summary>Creates a command whose timeout is close to the patience.</summary>
    public NpgsqlCommand NewCommand(NpgsqlConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandTimeout = Seconds(connection);
        return command;
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
    public async ValueTask<NpgsqlConnection> OpenAsync(
        PostgreSqlPatience? patience,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        patience ??= NewPatience();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (!_isReady)
                    await PrepareAsync(patience, cancellationToken).ConfigureAwait(false);

                return await OpenOnceAsync(cancellationToken).ConfigureAwait(false);
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
        if (_isOwn)
            _source.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _preparing.Dispose();
        if (_isOwn)
            await _source.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act,
        Func<NpgsqlException, bool> mayGoAgain,
        CancellationToken cancellationToken
    )
    {
        PostgreSqlPatience? patience = null;
        for (var attempt = 0; ; attempt++)
        {
            var connection = await OpenAsync(patience, cancellationToken).ConfigureAwait(false);
            try
            {
                // Closing may fail too, after a transaction was left open by what failed before.
                await using var closing = connection.ConfigureAwait(false);
                return await act(connection, cancellationToken).ConfigureAwait(false);
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
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

        using var outside = new TransactionScope(
            TransactionScopeOption.Suppress,
            TransactionScopeAsyncFlowOption.Enabled
        );
        return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
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
            _isReady = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

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

        return builder.Build();
    }
}
