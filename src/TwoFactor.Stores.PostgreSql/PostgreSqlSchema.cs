using System.Globalization;
using System.Text;
using Npgsql;

namespace TwoFactor.Stores;

/// <summary>The tables of the PostgreSQL store, for hosts with migrations of their own.</summary>
public static class PostgreSqlSchema
{
    /// <summary>The version of the schema that this version of the library needs: 2.</summary>
    public const int Version = 2;

    private const int MaxPartitions = 64;

    // An arbitrary number for the advisory lock: processes that start at the same time create the tables one after the
    // other.
    private const long Lock = 0x54_77_6F_46_61_63_74_6F;

    /// <summary>
    /// The SQL that updates a database to <see cref="Version"/>. Run it in one transaction, in the schema of the
    /// connection string's <c>Search Path</c>.
    /// </summary>
    /// <param name="fromVersion">The current version of the database; 0 if it has no tables.</param>
    /// <param name="partitions">
    /// The number of hash partitions for the tables of accounts and events, at most 64, because a page over all users
    /// reads from each. Default: 0, which creates plain tables.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The version does not exist, or the number of partitions is not 0 to 64.
    /// </exception>
    public static string Script(int fromVersion = 0, int partitions = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fromVersion, Version);
        ArgumentOutOfRangeException.ThrowIfNegative(partitions);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(partitions, MaxPartitions);
        return Steps(fromVersion, Version, partitions);
    }

    /// <summary>What an older version of the library made.</summary>
    internal static string ScriptOf(int version, int partitions) => Steps(0, version, partitions);

    private static string Steps(int fromVersion, int toVersion, int partitions)
    {
        var script = new StringBuilder("CREATE TABLE IF NOT EXISTS two_factor_schema (version integer NOT NULL);\n\n");
        for (var step = fromVersion + 1; step <= toVersion; step++)
            script.Append(partitions == 0 ? Read(step) : Divide(Read(step), partitions)).Append('\n');

        return script
            .Append(
                CultureInfo.InvariantCulture,
                $"DELETE FROM two_factor_schema;\nINSERT INTO two_factor_schema (version) VALUES ({toVersion});\n"
            )
            .ToString();
    }

    internal static async Task BringUpToDateAsync(
        NpgsqlConnection connection,
        bool manage,
        CancellationToken cancellationToken
    )
    {
        var version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
        if (manage && version < Version)
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            await ExecuteAsync(
                    connection,
                    string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({Lock})"),
                    cancellationToken
                )
                .ConfigureAwait(false);
            version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
            if (version < Version)
                await ExecuteAsync(connection, Script(version), cancellationToken).ConfigureAwait(false);

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            version = Math.Max(version, Version);
        }

        if (version > Version)
            throw new TwoFactorStoreException(
                $"The two-factor tables have schema {version}, and this version of the library knows "
                    + $"{Version}. Update the library on this machine."
            );

        if (version < Version)
            throw new TwoFactorStoreException(
                $"The two-factor tables have schema {version}, and this version of the library needs "
                    + $"{Version}. Run PostgreSqlSchema.Script({version}) in a migration, or set ManageSchema to true."
            );
    }

    private static async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Not to_regclass: it may answer from a cache that this connection filled before it waited for the lock.
        using var look = connection.CreateCommand();
        look.CommandText =
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relname = 'two_factor_schema' AND "
            + "pg_catalog.pg_table_is_visible(c.oid))";
        if (await look.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
            return 0;

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(version) FROM two_factor_schema";
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as int? ?? 0;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Read(int step)
    {
        using var stream = typeof(PostgreSqlSchema).Assembly.GetManifestResourceStream($"TwoFactor.Schema.{step}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Divide(string sql, int partitions)
    {
        foreach (var table in new[] { "two_factor_accounts", "two_factor_events" })
        {
            var start = sql.IndexOf($"CREATE TABLE {table} (", StringComparison.Ordinal);
            if (start < 0)
                continue;

            var end = sql.IndexOf("\n);", start, StringComparison.Ordinal);
            var parts = new StringBuilder($"\n) PARTITION BY HASH (user_id);\n");
            for (var i = 0; i < partitions; i++)
                parts.Append(
                    CultureInfo.InvariantCulture,
                    $"CREATE TABLE {table}_{i} PARTITION OF {table} FOR VALUES WITH (MODULUS {partitions}, "
                        + $"REMAINDER {i});\n"
                );

            sql = string.Concat(sql.AsSpan(0, end), parts.ToString(), sql.AsSpan(end + 3));
        }

        return sql;
    }
}
