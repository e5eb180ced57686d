using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TwoFactor.Stores;

/// <summary>
/// The schema, one step per version. Several processes may start at once: each takes the write lock before it reads the
/// version, so one of them migrates and the others find it done.
/// </summary>
internal static class SqliteSchema
{
    private static readonly string[] s_steps =
    [
        """
            CREATE TABLE two_factor_accounts (
                tenant TEXT NOT NULL,
                user_id TEXT NOT NULL,
                version INTEGER NOT NULL CHECK (version > 0),
                sealed BLOB NOT NULL,
                is_enrolled INTEGER NOT NULL,
                methods TEXT NOT NULL,
                locked_until INTEGER,
                last_verified_at INTEGER,
                updated_at INTEGER NOT NULL,
                PRIMARY KEY (tenant, user_id)
            ) STRICT;
            CREATE TABLE two_factor_policies (
                tenant TEXT NOT NULL PRIMARY KEY,
                version INTEGER NOT NULL CHECK (version > 0),
                sealed BLOB NOT NULL
            ) STRICT;
            CREATE TABLE two_factor_events (
                tenant TEXT NOT NULL,
                user_id TEXT NOT NULL,
                sequence INTEGER NOT NULL,
                at INTEGER NOT NULL,
                type TEXT NOT NULL,
                factor_id TEXT,
                method TEXT,
                outcome TEXT,
                detail TEXT,
                actor TEXT,
                reason TEXT,
                correlation_id TEXT,
                hash BLOB NOT NULL,
                PRIMARY KEY (tenant, user_id, sequence)
            ) STRICT, WITHOUT ROWID;
            """,
        """
            CREATE TABLE two_factor_quotas (
                tenant TEXT NOT NULL,
                bucket TEXT NOT NULL,
                slot INTEGER NOT NULL,
                count INTEGER NOT NULL,
                expires_at INTEGER NOT NULL,
                PRIMARY KEY (tenant, bucket, slot)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX two_factor_quotas_by_expiry ON two_factor_quotas (tenant, expires_at);
            """,
        """
            CREATE INDEX two_factor_events_by_time ON two_factor_events (tenant, at, user_id, sequence);
            CREATE INDEX two_factor_events_by_user_and_time ON two_factor_events (tenant, user_id, at, sequence);
            """,
    ];

    public static void BringUpToDate(SqliteConnection connection)
    {
        if (Version(connection) == s_steps.Length)
            return;

        Execute(connection, "PRAGMA journal_mode = WAL;");
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Version(connection);
        if (version > s_steps.Length)
            throw new TwoFactorStoreException(
                $"The two-factor database has schema {version}, and this version of the library knows "
                    + $"{s_steps.Length}. Update the library on this machine."
            );

        for (; version < s_steps.Length; version++)
            Execute(connection, s_steps[version]);

        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version};"));
        transaction.Commit();
    }

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version;";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
