using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TwoFactor.Stores;

/// <summary>
/// The file: opens connections, brings the schema up to date once a process, has one writer a process
/// (several would starve each other in SQLite's own waiting), keeps connections with their statements, and turns
/// SQLite's errors into sentences with a remedy.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    // As many as read at once on any usual machine; more are opened when they are needed, and closed again.
    private const int MaxReaders = 16;

    private readonly string _path;
    private readonly string _connectionString;
    private readonly int _busyMilliseconds;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SqliteWriter _writer;
    private volatile bool _isReady;
    private volatile bool _isDisposed;

    public SqliteDatabase(SqliteStoreOptions options)
    {
        _path = Path.GetFullPath(options.Path);
        _busyMilliseconds = (int)options.BusyTimeout.TotalMilliseconds;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
            Pooling = false,
        }.ToString();
        _writer = new SqliteWriter(() => new SqliteSession(Open()), Explained);
    }

    public async ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_isReady)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);

        return Guard(() =>
        {
            var session = _readers.TryTake(out var held) ? held : new SqliteSession(Open());
            try
            {
                var result = read(session);
                Keep(session);
                return result;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        });
    }

    /// <summary>Writes in a transaction, which may hold others' writes as well.</summary>
    /// <param name="write">Writes, and says whether what it wrote is kept.</param>
    /// <param name="cancellationToken">Cancels the waiting for a turn.</param>
    public ValueTask<T> WriteAsync<T>(
        Func<SqliteSession, (T Result, bool IsKept)> write,
        CancellationToken cancellationToken
    ) => WriteAsync(new SqliteWork<T>(write), cancellationToken);

    /// <summary>Does what shares no transaction with others.</summary>
    public ValueTask<T> MaintainAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken) =>
        WriteAsync(new SqliteWork<T>(s => (write(s), true)) { IsExclusive = true }, cancellationToken);

    public void Dispose()
    {
        // Connections hold the file open; the last one to close writes the log back into the database.
        _isDisposed = true;
        _writer.Dispose();
        while (_readers.TryTake(out var session))
            session.Dispose();

        _preparing.Dispose();
    }

    private async ValueTask<T> WriteAsync<T>(SqliteWork<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_isReady)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);

        _writer.Add(work);
        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((SqliteWork)state!).Leave(token),
            work
        );
        return await work.Task.ConfigureAwait(false);
    }

    private void Keep(SqliteSession session)
    {
        if (_isDisposed || _readers.Count >= MaxReaders)
            session.Dispose();
        else
            _readers.Add(session);
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isReady)
                return;

            Guard(() =>
            {
                // SQLite creates its log and its index with the mode of the database file.
                OwnerOnly.CreateFolder(Path.GetDirectoryName(_path)!);
                OwnerOnly.EnsureFile(_path);
                using var connection = Open();
                SqliteSchema.BringUpToDate(connection);
                return true;
            });
            _isReady = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();

            // FULL keeps an accepted code spent after a power failure. NORMAL could lose the last commits of a WAL.
            pragmas.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout = {_busyMilliseconds}; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"
            );
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is not (TwoFactorStoreException or OperationCanceledException))
        {
            if (Explained(e) is TwoFactorStoreException told)
                throw told;

            throw;
        }
    }

    private Exception Explained(Exception exception) =>
        exception switch
        {
            SqliteException e => new TwoFactorStoreException(SqliteProblems.Explain(e, _path), e),
            ArgumentException or InvalidCastException or FormatException => new TwoFactorStoreException(
                $"The two-factor database '{_path}' holds a value that cannot be: {exception.Message} Somebody wrote "
                    + "to it from outside, or it is damaged; restore it from a backup.",
                exception
            ),
            IOException or UnauthorizedAccessException => new TwoFactorStoreException(
                $"The folder of the two-factor database '{_path}' cannot be made: {exception.Message}",
                exception
            ),
            _ => exception,
        };
}
