using Npgsql;

namespace TwoFactor.Stores;

/// <summary>
/// Accounts, policy and audit trail in PostgreSQL. A write and its events are one statement, so one round trip and one
/// transaction. If the connection breaks before the answer, the same write is sent again: it can take effect only once.
/// If the version has changed, it finds out whether its own first try did that.
/// </summary>
internal sealed class PostgreSqlAccountStore(PostgreSqlDatabase database) : IAccountStore, IPolicyStore, IAuditStore
{
    private const string EventColumns =
        "user_id, sequence, at, type, factor_id, method, outcome, detail, actor, reason, correlation_id, hash";

    private const string AccountRows = "two_factor_accounts r WHERE r.tenant = $1 AND r.user_id = $2";
    private const string PolicyRows = "two_factor_policies r WHERE r.tenant = $1";

    private static readonly PostgreSqlStatement s_insertAccount = new(
        """
        INSERT INTO two_factor_accounts (
            tenant, user_id, write_id, version, sealed, is_enrolled, methods, locked_until, last_verified_at, updated_at
        )
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE $11 = 0 ON CONFLICT DO NOTHING
        """,
        values: 8,
        AccountRows
    );

    private static readonly PostgreSqlStatement s_updateAccount = new(
        """
        UPDATE two_factor_accounts
        SET write_id = $3, version = $4, sealed = $5, is_enrolled = $6, methods = $7, locked_until = $8,
            last_verified_at = $9, updated_at = $10
        WHERE tenant = $1 AND user_id = $2 AND version = $11
        """,
        values: 8,
        AccountRows
    );

    private static readonly PostgreSqlStatement s_insertPolicy = new(
        "INSERT INTO two_factor_policies (tenant, write_id, version, sealed) SELECT $1, $3, $4, $5 WHERE "
            + "$6 = 0 ON CONFLICT DO NOTHING",
        values: 3,
        PolicyRows
    );

    private static readonly PostgreSqlStatement s_updatePolicy = new(
        "UPDATE two_factor_policies SET write_id = $3, version = $4, sealed = $5 WHERE tenant = $1 AND version = $6",
        values: 3,
        PolicyRows
    );

    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        database.FindAsync(key, cancellationToken);

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        database.TryWriteAsync(
            new PostgreSqlWrite(database, row.Key, expectedVersion, events)
            {
                Statement = expectedVersion == 0 ? s_insertAccount : s_updateAccount,
                Account = row,
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
            async (connection, token) =>
            {
                using var command = database.NewCommand(connection);
                command.CommandText =
                    $"SELECT {PostgreSqlRows.Columns} FROM two_factor_accounts a WHERE tenant = "
                    + $"$1{(afterUserId is null ? "" : " AND user_id > $3")} ORDER BY user_id LIMIT "
                    + "$2";
                Add(command, tenant);
                Add(command, take);
                if (afterUserId is not null)
                    Add(command, afterUserId);

                using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var rows = new List<AccountRow>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                    rows.Add(PostgreSqlRows.Read(reader, tenant));

                return rows;
            },
            cancellationToken
        );

    public ValueTask<PolicyRow?> ReadPolicyAsync(string tenant, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                using var command = database.NewCommand(connection);
                command.CommandText = "SELECT version, sealed FROM two_factor_policies WHERE tenant = $1";
                Add(command, tenant);
                await database.PrepareAsync(command, token).ConfigureAwait(false);
                using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                return await reader.ReadAsync(token).ConfigureAwait(false)
                    ? new PolicyRow
                    {
                        Tenant = tenant,
                        Version = reader.GetInt64(0),
                        Sealed = reader.GetFieldValue<byte[]>(1),
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
        database.TryWriteAsync(
            new PostgreSqlWrite(database, new AccountKey(row.Tenant, AuditEvent.PolicyTrail), expectedVersion, events)
            {
                Statement = expectedVersion == 0 ? s_insertPolicy : s_updatePolicy,
                Policy = row,
            },
            cancellationToken
        );

    public ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
        AccountKey trail,
        long afterSequence,
        int take,
        CancellationToken cancellationToken
    ) =>
        ReadEventsAsync(
            command =>
            {
                command.CommandText =
                    $"SELECT {EventColumns} FROM two_factor_events WHERE tenant = $1 AND user_id = $2 AND "
                    + "sequence > $3 ORDER BY sequence LIMIT $4";
                Add(command, trail.Tenant);
                Add(command, trail.UserId);
                Add(command, afterSequence);
                Add(command, take);
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
        ReadEventsAsync(
            command =>
            {
                Add(command, tenant);
                Add(command, take);
                var condition = "";
                if (userId is not null)
                {
                    Add(command, userId);
                    condition += " AND user_id = $3";
                }

                if (before is { } position)
                {
                    var first = command.Parameters.Count + 1;
                    Add(command, position.At.UtcTicks);
                    Add(command, position.UserId);
                    Add(command, position.Sequence);
                    condition += $" AND (at, user_id, sequence) < (${first}, ${first + 1}, ${first + 2})";
                }

                command.CommandText =
                    $"SELECT {EventColumns} FROM two_factor_events WHERE tenant = $1{condition} ORDER BY at "
                    + "DESC, user_id DESC, sequence DESC LIMIT $2";
            },
            cancellationToken
        );

    // From one user to the next by the index: the time depends on the page, not on how many events there are.
    public ValueTask<IReadOnlyList<string>> ListTrailsAsync(
        string tenant,
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async (connection, token) =>
            {
                using var command = database.NewCommand(connection);
                command.CommandText = $"""
                    WITH RECURSIVE trails AS (
                        (SELECT user_id, 1 AS n FROM two_factor_events WHERE tenant = $1{(
                        afterUserId is null ? "" : " AND user_id > $3"
                    )} ORDER BY user_id LIMIT 1)
                        UNION ALL
                        SELECT (
                            SELECT e.user_id FROM two_factor_events e
                            WHERE e.tenant = $1 AND e.user_id > t.user_id ORDER BY e.user_id LIMIT 1
                        ), t.n + 1
                        FROM trails t WHERE t.user_id IS NOT NULL AND t.n < $2
                    )
                    SELECT user_id FROM trails WHERE user_id IS NOT NULL
                    """;
                Add(command, tenant);
                Add(command, take);
                if (afterUserId is not null)
                    Add(command, afterUserId);

                using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var trails = new List<string>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                    trails.Add(reader.GetString(0));

                return trails;
            },
            cancellationToken
        );

    public ValueTask<long> EraseAsync(AccountKey trail, long throughSequence, CancellationToken cancellationToken) =>
        database.ReadAsync<long>(
            async (connection, token) =>
            {
                using var command = connection.CreateCommand();
                command.CommandText =
                    "DELETE FROM two_factor_events WHERE tenant = $1 AND user_id = $2 AND sequence <= $3";
                Add(command, trail.Tenant);
                Add(command, trail.UserId);
                Add(command, throughSequence);
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            },
            cancellationToken
        );

    private ValueTask<IReadOnlyList<AuditEvent>> ReadEventsAsync(
        Action<NpgsqlCommand> ask,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync<IReadOnlyList<AuditEvent>>(
            async (connection, token) =>
            {
                using var command = database.NewCommand(connection);
                ask(command);
                using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var events = new List<AuditEvent>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                    events.Add(ReadEvent(reader));

                return events;
            },
            cancellationToken
        );

    private static AuditEvent ReadEvent(NpgsqlDataReader reader) =>
        new()
        {
            UserId = reader.GetString(0),
            Sequence = reader.GetInt64(1),
            At = PostgreSqlRows.Time(reader.GetInt64(2)),
            Type = reader.GetString(3),
            FactorId = Text(reader, 4),
            Method = Text(reader, 5),
            Outcome = Text(reader, 6),
            Detail = Text(reader, 7),
            Actor = Text(reader, 8),
            Reason = Text(reader, 9),
            CorrelationId = Text(reader, 10),
            Hash = reader.GetFieldValue<byte[]>(11),
        };

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static void Add<T>(NpgsqlCommand command, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
