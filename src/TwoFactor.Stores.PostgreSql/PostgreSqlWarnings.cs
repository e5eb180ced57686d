using Npgsql;

namespace TwoFactor.Stores;

/// <summary>
/// Listens for the warning of a server that stopped waiting for its replica: it says "done" then, and it is done here,
/// and perhaps nowhere else.
/// </summary>
internal sealed class PostgreSqlWarnings : IDisposable
{
    // The server's own name of the place where it waits: unlike the text of the warning it is not translated.
    private const string ReplicaWait = "SyncRepWaitForLSN";

    private readonly NpgsqlConnection _connection;

    public PostgreSqlWarnings(NpgsqlConnection connection)
    {
        _connection = connection;
        connection.Notice += Listen;
    }

    public bool IsWarned { get; private set; }

    public void Dispose() => _connection.Notice -= Listen;

    private void Listen(object sender, NpgsqlNoticeEventArgs args) =>
        IsWarned |= args.Notice.InvariantSeverity == "WARNING" && args.Notice.Routine is null or ReplicaWait;
}
