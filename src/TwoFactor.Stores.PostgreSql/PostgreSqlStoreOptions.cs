using Npgsql;

namespace TwoFactor.Stores;

/// <summary>
/// The settings of the PostgreSQL store. TLS, pooling, timeouts and several hosts are settings of the connection
/// string, or of the data source.
/// </summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>Npgsql's connection string. No default: set it, or <see cref="DataSource"/>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// The host's own data source, in place of <see cref="ConnectionString"/>. The host disposes it. Between operations
    /// the store keeps up to four of its connections for a second or two, at most a quarter of the pool. Default: null.
    /// </summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>
    /// Whether the tables are created and updated at first use, by one of the starting processes, with the rights of
    /// the connection. Default: true. If false, the host runs <see cref="PostgreSqlSchema.Script"/> in its own
    /// migrations, and only the version is checked.
    /// </summary>
    public bool ManageSchema { get; set; } = true;

    /// <summary>
    /// Whether the store prepares the few statements that it asks all the time, once for each connection: that halves
    /// the server's work. Default: null, which prepares them unless a pooler stands between: it is known by the
    /// server's process, which has another number than the pooler said. Set it to true for a pooler that keeps prepared
    /// statements (PgBouncer from 1.21 with <c>max_prepared_statements</c>, or any in session mode), and to false for
    /// one that is not known for what it is.
    /// </summary>
    public bool? PrepareStatements { get; set; }

    /// <summary>
    /// Whether operations on several users that come at the same time share one statement, and so one round trip and
    /// one commit. Who comes alone goes alone, at once. Default: true.
    /// </summary>
    public bool ShareStatements { get; set; } = true;

    /// <summary>
    /// How long a write whose connection broke is looked for, and how long the database is waited for when it cannot be
    /// reached, e.g. while a replica takes over. Then the operation fails and nobody is let in. It begins with the
    /// first failure, and bounds each command as well (5 seconds at least), so that before a server that says nothing
    /// an operation may take about three times as long. Default: 15 seconds; 0 to 120.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);
}
