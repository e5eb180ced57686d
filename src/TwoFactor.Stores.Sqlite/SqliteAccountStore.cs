using Microsoft.Data.Sqlite;

namespace TwoFactor;

/// <summary>
/// Accounts, policy and audit trail in one SQLite file. A write and its events are one transaction. The condition on
/// the version is in the WHERE clause of the statement that writes the row.
/// </summary>
internal sealed class SqliteAccountStore(SqliteDatabase database) : IAccountStore, IPolicyStore, IAuditStore
{
    private const string EventColumns =
        "user_id, sequence, at, type, factor_id, method, outcome, detail, actor, reason, correlation_id, hash";
    private const string AccountColumns =
        "user_id, version, sealed, is_enrolled, methods, locked_until, last_verified_at, updated_at";

    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    $"SELECT {AccountColumns} FROM two_factor_accounts WHERE tenant = $tenant AND user_id = $user";
                command.Parameters.AddWithValue("$tenant", key.Tenant);
                command.Parameters.AddWithValue("$user", key.UserId);
                using var reader = command.ExecuteReader();
                return reader.Read() ? ReadAccount(reader, key.Tenant) : null;
            },
            cancellationToken
        );

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                if (!WriteAccount(connection, row, expectedVersion))
                    return false;

                Append(connection, row.Key, events);
                transaction.Commit();
                return true;
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AccountRow>> ListAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<AccountRow>>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    $"SELECT {AccountColumns} FROM two_factor_accounts WHERE tenant = $tenant AND ($after IS "
                    + "NULL OR user_id > $after) ORDER BY user_id LIMIT $take";
                command.Parameters.AddWithValue("$tenant", tenant);
                command.Parameters.AddWithValue("$after", Nullable(afterUserId));
                command.Parameters.AddWithValue("$take", take);
                using var reader = command.ExecuteReader();
                var rows = new List<AccountRow>();
                while (reader.Read())
                    rows.Add(ReadAccount(reader, tenant));

                return rows;
            },
            cancellationToken
        );

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT version, sealed FROM two_factor_policies WHERE tenant = $tenant";
                command.Parameters.AddWithValue("$tenant", tenant);
                using var reader = command.ExecuteReader();
                return reader.Read()
                    ? new PolicyRow
                    {
                        Tenant = tenant,
                        Version = reader.GetInt64(0),
                        Sealed = (byte[])reader[1],
                    }
                    : null;
            },
            cancellationToken
        );

    public ValueTask<bool> TryWritePolicyAsync(
        PolicyRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                using var command = connection.CreateCommand();
                command.CommandText =
                    expectedVersion == 0
                        ? "INSERT INTO two_factor_policies (tenant, version, sealed) VALUES ($tenant, "
                            + "$version, $sealed) ON CONFLICT DO NOTHING"
                        : "UPDATE two_factor_policies SET version = $version, sealed = $sealed WHERE tenant = "
                            + "$tenant AND version = $expected";
                command.Parameters.AddWithValue("$tenant", row.Tenant);
                command.Parameters.AddWithValue("$version", row.Version);
                command.Parameters.AddWithValue("$sealed", row.Sealed);
                command.Parameters.AddWithValue("$expected", expectedVersion);
                if (command.ExecuteNonQuery() == 0)
                    return false;

                Append(connection, new AccountKey(row.Tenant, AuditEvent.PolicyTrail), events);
                transaction.Commit();
                return true;
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<AuditEvent>>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"""
                    SELECT {EventColumns} FROM two_factor_events
                    WHERE tenant = $tenant AND user_id = $user AND sequence > $after ORDER BY sequence LIMIT $take
                    """;
                command.Parameters.AddWithValue("$tenant", trail.Tenant);
                command.Parameters.AddWithValue("$user", trail.UserId);
                command.Parameters.AddWithValue("$after", afterSequence);
                command.Parameters.AddWithValue("$take", take);
                return ReadEvents(command);
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AuditEvent>> ReadNewestAsync(
        string tenant,
        string? userId,
        AuditPosition? before,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<AuditEvent>>(
            connection =>
            {
                using var command = connection.CreateCommand();
                var condition =
                    (userId is null ? "" : " AND user_id = $user")
                    + (before is null ? "" : " AND (at, user_id, sequence) < ($at, $beforeUser, $sequence)");
                command.CommandText =
                    $"SELECT {EventColumns} FROM two_factor_events WHERE tenant = $tenant{condition} ORDER BY "
                    + "at DESC, user_id DESC, sequence DESC LIMIT $take";
                command.Parameters.AddWithValue("$tenant", tenant);
                command.Parameters.AddWithValue("$user", Nullable(userId));
                command.Parameters.AddWithValue("$at", Nullable(before?.At.UtcTicks));
                command.Parameters.AddWithValue("$beforeUser", Nullable(before?.UserId));
                command.Parameters.AddWithValue("$sequence", Nullable(before?.Sequence));
                command.Parameters.AddWithValue("$take", take);
                return ReadEvents(command);
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<string>>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    "SELECT DISTINCT user_id FROM two_factor_events WHERE tenant = $tenant AND ($after IS "
                    + "NULL OR user_id > $after) ORDER BY user_id LIMIT $take";
                command.Parameters.AddWithValue("$tenant", tenant);
                command.Parameters.AddWithValue("$after", Nullable(afterUserId));
                command.Parameters.AddWithValue("$take", take);
                using var reader = command.ExecuteReader();
                var trails = new List<string>();
                while (reader.Read())
                    trails.Add(reader.GetString(0));

                return trails;
            },
            cancellationToken
        );

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        database.WriteAsync<long>(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    "PRAGMA secure_delete = ON; DELETE FROM two_factor_events WHERE tenant = $tenant AND "
                    + "user_id = $user AND sequence <= $through";
                command.Parameters.AddWithValue("$tenant", trail.Tenant);
                command.Parameters.AddWithValue("$user", trail.UserId);
                command.Parameters.AddWithValue("$through", throughSequence);
                return command.ExecuteNonQuery();
            },
            cancellationToken
        );

    private static bool WriteAccount(SqliteConnection connection, AccountRow row, long expectedVersion)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            expectedVersion == 0
                ? $"INSERT INTO two_factor_accounts (tenant, {AccountColumns}) VALUES ($tenant, $user, "
                    + "$version, $sealed, $enrolled, $methods, $locked, $verified, $updated) ON CONFLICT DO NOTHING"
                : """
                    UPDATE two_factor_accounts
                    SET version = $version, sealed = $sealed, is_enrolled = $enrolled, methods = $methods, locked_until = $locked, last_verified_at = $verified, updated_at = $updated
                    WHERE tenant = $tenant AND user_id = $user AND version = $expected
                    """;
        command.Parameters.AddWithValue("$tenant", row.Key.Tenant);
        command.Parameters.AddWithValue("$user", row.Key.UserId);
        command.Parameters.AddWithValue("$version", row.Version);
        command.Parameters.AddWithValue("$sealed", row.Sealed);
        command.Parameters.AddWithValue("$enrolled", row.IsEnrolled);
        command.Parameters.AddWithValue("$methods", row.Methods);
        command.Parameters.AddWithValue("$locked", Nullable(row.LockedUntil?.UtcTicks));
        command.Parameters.AddWithValue("$verified", Nullable(row.LastVerifiedAt?.UtcTicks));
        command.Parameters.AddWithValue("$updated", row.UpdatedAt.UtcTicks);
        command.Parameters.AddWithValue("$expected", expectedVersion);
        return command.ExecuteNonQuery() == 1;
    }

    private static void Append(SqliteConnection connection, AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        foreach (var auditEvent in events)
        {
            using var command = connection.CreateCommand();
            command.CommandText = """
                INSERT INTO two_factor_events (tenant, user_id, sequence, at, type, factor_id, method, outcome, detail, actor, reason, correlation_id, hash)
                VALUES ($tenant, $user, $sequence, $at, $type, $factor, $method, $outcome, $detail, $actor, $reason, $correlation, $hash)
                """;
            command.Parameters.AddWithValue("$tenant", trail.Tenant);
            command.Parameters.AddWithValue("$user", trail.UserId);
            command.Parameters.AddWithValue("$sequence", auditEvent.Sequence);
            command.Parameters.AddWithValue("$at", auditEvent.At.UtcTicks);
            command.Parameters.AddWithValue("$type", auditEvent.Type);
            command.Parameters.AddWithValue("$factor", Nullable(auditEvent.FactorId));
            command.Parameters.AddWithValue("$method", Nullable(auditEvent.Method));
            command.Parameters.AddWithValue("$outcome", Nullable(auditEvent.Outcome));
            command.Parameters.AddWithValue("$detail", Nullable(auditEvent.Detail));
            command.Parameters.AddWithValue("$actor", Nullable(auditEvent.Actor));
            command.Parameters.AddWithValue("$reason", Nullable(auditEvent.Reason));
            command.Parameters.AddWithValue("$correlation", Nullable(auditEvent.CorrelationId));
            command.Parameters.AddWithValue("$hash", auditEvent.Hash.ToArray());
            command.ExecuteNonQuery();
        }
    }

    private static AccountRow ReadAccount(SqliteDataReader reader, string tenant) =>
        new()
        {
            Key = new AccountKey(tenant, reader.GetString(0)),
            Version = reader.GetInt64(1),
            Sealed = (byte[])reader[2],
            IsEnrolled = reader.GetBoolean(3),
            Methods = reader.GetString(4),
            LockedUntil = Time(reader, 5),
            LastVerifiedAt = Time(reader, 6),
            UpdatedAt = Time(reader.GetInt64(7)),
        };

    private static List<AuditEvent> ReadEvents(SqliteCommand command)
    {
        using var reader = command.ExecuteReader();
        var events = new List<AuditEvent>();
        while (reader.Read())
            events.Add(ReadEvent(reader));

        return events;
    }

    private static AuditEvent ReadEvent(SqliteDataReader reader) =>
        new()
        {
            UserId = reader.GetString(0),
            Sequence = reader.GetInt64(1),
            At = Time(reader.GetInt64(2)),
            Type = reader.GetString(3),
            FactorId = Text(reader, 4),
            Method = Text(reader, 5),
            Outcome = Text(reader, 6),
            Detail = Text(reader, 7),
            Actor = Text(reader, 8),
            Reason = Text(reader, 9),
            CorrelationId = Text(reader, 10),
            Hash = (byte[])reader[11],
        };

    private static string? Text(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Time(reader.GetInt64(column));

    // An impossible value is replaced by another one. The authentication tag or the hash chain then detects it. One bad
    // row must not prevent the reading of all others.
    private static DateTimeOffset Time(long ticks) =>
        new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    private static object Nullable(object? value) => value ?? DBNull.Value;
}
