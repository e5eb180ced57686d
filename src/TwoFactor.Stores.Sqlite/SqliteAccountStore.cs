using Microsoft.Data.Sqlite;

namespace TwoFactor.Stores;

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
            session =>
            {
                var command = session.Command(
                    $"SELECT {AccountColumns} FROM two_factor_accounts WHERE tenant = $tenant AND user_id = $user"
                );
                command.Set("$tenant", key.Tenant);
                command.Set("$user", key.UserId);
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
            session =>
            {
                var isWritten = WriteAccount(session, row, expectedVersion);
                if (isWritten)
                    Append(session, row.Key, events);

                return (isWritten, isWritten);
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
            session =>
            {
                var command = session.Command(
                    $"SELECT {AccountColumns} FROM two_factor_accounts WHERE tenant = $tenant AND ($after IS "
                        + "NULL OR user_id > $after) ORDER BY user_id LIMIT $take"
                );
                command.Set("$tenant", tenant);
                command.Set("$after", afterUserId);
                command.Set("$take", take);
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
            session =>
            {
                var command = session.Command("SELECT version, sealed FROM two_factor_policies WHERE tenant = $tenant");
                command.Set("$tenant", tenant);
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
            session =>
            {
                var command = session.Command(
                    expectedVersion == 0
                        ? "INSERT INTO two_factor_policies (tenant, version, sealed) VALUES ($tenant, "
                            + "$version, $sealed) ON CONFLICT DO NOTHING"
                        : "UPDATE two_factor_policies SET version = $version, sealed = $sealed WHERE tenant = "
                            + "$tenant AND version = $expected"
                );
                command.Set("$tenant", row.Tenant);
                command.Set("$version", row.Version);
                command.Set("$sealed", row.Sealed);
                command.Set("$expected", expectedVersion);
                var isWritten = command.ExecuteNonQuery() == 1;
                if (isWritten)
                    Append(session, new AccountKey(row.Tenant, AuditEvent.PolicyTrail), events);

                return (isWritten, isWritten);
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
            session =>
            {
                var command = session.Command(
                    $"""
                    SELECT {EventColumns} FROM two_factor_events
                    WHERE tenant = $tenant AND user_id = $user AND sequence > $after ORDER BY sequence LIMIT $take
                    """
                );
                command.Set("$tenant", trail.Tenant);
                command.Set("$user", trail.UserId);
                command.Set("$after", afterSequence);
                command.Set("$take", take);
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
            session =>
            {
                var condition =
                    (userId is null ? "" : " AND user_id = $user")
                    + (before is null ? "" : " AND (at, user_id, sequence) < ($at, $beforeUser, $sequence)");
                var command = session.Command(
                    $"SELECT {EventColumns} FROM two_factor_events WHERE tenant = $tenant{condition} ORDER BY "
                        + "at DESC, user_id DESC, sequence DESC LIMIT $take"
                );
                command.Set("$tenant", tenant);
                command.Set("$user", userId);
                command.Set("$at", before?.At.UtcTicks);
                command.Set("$beforeUser", before?.UserId);
                command.Set("$sequence", before?.Sequence);
                command.Set("$take", take);
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
            session =>
            {
                var command = session.Command(
                    "SELECT DISTINCT user_id FROM two_factor_events WHERE tenant = $tenant AND ($after IS "
                        + "NULL OR user_id > $after) ORDER BY user_id LIMIT $take"
                );
                command.Set("$tenant", tenant);
                command.Set("$after", afterUserId);
                command.Set("$take", take);
                using var reader = command.ExecuteReader();
                var trails = new List<string>();
                while (reader.Read())
                    trails.Add(reader.GetString(0));

                return trails;
            },
            cancellationToken
        );

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        database.MaintainAsync<long>(
            session =>
            {
                var command = session.Command(
                    "PRAGMA secure_delete = ON; DELETE FROM two_factor_events WHERE tenant = $tenant AND "
                        + "user_id = $user AND sequence <= $through"
                );
                command.Set("$tenant", trail.Tenant);
                command.Set("$user", trail.UserId);
                command.Set("$through", throughSequence);
                return command.ExecuteNonQuery();
            },
            cancellationToken
        );

    private static bool WriteAccount(SqliteSession session, AccountRow row, long expectedVersion)
    {
        var command = session.Command(
            expectedVersion == 0
                ? $"INSERT INTO two_factor_accounts (tenant, {AccountColumns}) VALUES ($tenant, $user, "
                    + "$version, $sealed, $enrolled, $methods, $locked, $verified, $updated) ON CONFLICT DO NOTHING"
                : """
                UPDATE two_factor_accounts
                SET version = $version, sealed = $sealed, is_enrolled = $enrolled, methods = $methods,
                    locked_until = $locked, last_verified_at = $verified, updated_at = $updated
                WHERE tenant = $tenant AND user_id = $user AND version = $expected
                """
        );
        command.Set("$tenant", row.Key.Tenant);
        command.Set("$user", row.Key.UserId);
        command.Set("$version", row.Version);
        command.Set("$sealed", row.Sealed);
        command.Set("$enrolled", row.IsEnrolled);
        command.Set("$methods", row.Methods);
        command.Set("$locked", row.LockedUntil?.UtcTicks);
        command.Set("$verified", row.LastVerifiedAt?.UtcTicks);
        command.Set("$updated", row.UpdatedAt.UtcTicks);
        command.Set("$expected", expectedVersion);
        return command.ExecuteNonQuery() == 1;
    }

    private static void Append(SqliteSession session, AccountKey trail, IReadOnlyList<AuditEvent> events)
    {
        foreach (var auditEvent in events)
        {
            var command = session.Command(
                """
                INSERT INTO two_factor_events (
                    tenant, user_id, sequence, at, type, factor_id, method, outcome, detail, actor, reason,
                    correlation_id, hash
                )
                VALUES (
                    $tenant, $user, $sequence, $at, $type, $factor, $method, $outcome, $detail, $actor, $reason,
                    $correlation, $hash
                )
                """
            );
            command.Set("$tenant", trail.Tenant);
            command.Set("$user", trail.UserId);
            command.Set("$sequence", auditEvent.Sequence);
            command.Set("$at", auditEvent.At.UtcTicks);
            command.Set("$type", auditEvent.Type);
            command.Set("$factor", auditEvent.FactorId);
            command.Set("$method", auditEvent.Method);
            command.Set("$outcome", auditEvent.Outcome);
            command.Set("$detail", auditEvent.Detail);
            command.Set("$actor", auditEvent.Actor);
            command.Set("$reason", auditEvent.Reason);
            command.Set("$correlation", auditEvent.CorrelationId);
            command.Set("$hash", auditEvent.Hash.ToArray());
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
}
