using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TwoFactor;

/// <summary>
/// The database file. It opens connections, updates the schema once per process, and translates SQLite's errors into
/// sentences with a remedy. It lets one writer of this process in at a time, because several would starve each other in
/// SQLite's own waiting.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly string _path;
    private readonly string _connectionString;
    private readonly int _busyMilliseconds;
    private readonly SemaphoreSlim _writers = new(1, 1);
    private volatile bool _isReady;

    public SqliteDatabase(SqliteStoreOptions options)
    {
        _path = Path.GetFullPath(options.Path);
        _busyMilliseconds = (int)options.BusyTimeout.TotalMilliseconds;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString();
    }

    public async ValueTask<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_isReady)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);

        return Guard(() =>
        {
            using var connection = Open();
            return read(connection);
        });
    }

    public async ValueTask<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        if (!_isReady)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);

        await _writers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Guard(() =>
            {
                using var connection = Open();
                return write(connection);
            });
        }
        finally
        {
            _writers.Release();
        }
    }

    public void Dispose()
    {
        // Pooled connections keep the file open. The last one to close merges the write-ahead log into the database.
        using (var connection = new SqliteConnection(_connectionString))
            SqliteConnection.ClearPool(connection);

        _writers.Dispose();
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        await _writers.WaitAsync(cancellationToken).ConfigureAwait(false);
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
            _writers.Release();
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
        catch (SqliteException e)
        {
            throw new TwoFactorStoreException(SqliteProblems.Explain(e, _path), e);
        }
        catch (Exception e) when (e is ArgumentException or InvalidCastException or FormatException)
        {
            throw new TwoFactorStoreException(
                $"The two-factor database '{_path}' holds an impossible value: {e.Message} Another program wrote "
                    + "to it, or it is damaged; restore it from a backup.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TwoFactorStoreException(
                $"The folder of the two-factor database '{_path}' cannot be made: {e.Message}",
                e
            );
        }
    }
}
