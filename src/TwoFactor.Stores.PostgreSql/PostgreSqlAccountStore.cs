using Npgsql;
using NpgsqlTypes;

namespace TwoFactor;

/// <summary>
/// Accounts, policy and audit trail in PostgreSQL. A write and its events are one statement, so one round trip and one
/// transaction. If the connection breaks before the answer, the same write is sent again: it can take effect only once.
/// If the version has changed, it finds out whether its own first try did that.
/// </summary>
internal sealed class PostgreSqlAccountStore(PostgreSqlDatabase database) : IAccountStore, IPolicyStore, IAuditStore
{
    private const string AccountColumns =
        "user_id, version, sealed, is_enrolled, methods, locked_until, last_verified_at, updated_at";
    private const string EventColumns =
        "user_id, sequence, at, type, factor_id, method, outcome, detail, actor, reason, correlation_id, hash";

    // The server's own name of the place where it waits: unlike the text of the warning it is not translated.
    private const string ReplicaWait = "SyncRepWaitForLSN";

    private static readonly string s_insertAccount = PostgreSqlWrite.WithEvents(
        """
        INSERT INTO two_factor_accounts (tenant, user_id, write_id, version, sealed, is_enrolled, methods, locked_until, last_verified_at, updated_at)
        SELECT $1, $2, $3, $15, $16, $17, $18, $19, $20, $21 WHERE $22 = 0 ON CONFLICT DO NOTHING
        """
    );

    private static readonly string s_updateAccount = PostgreSqlWrite.WithEvents(
        """
        UPDATE two_factor_accounts
        SET write_id = $3, version = $15, sealed = $16, is_enrolled = $17, methods = $18, locked_until = $19, last_verified_at = $20, updated_at = $21
        WHERE tenant = $1 AND user_id = $2 AND version = $22
        """
    );

    private static readonly string s_insertPolicy = PostgreSqlWrite.WithEvents(
        "INSERT INTO two_factor_policies (tenant, write_id, version, sealed) SELECT $1, $3, $15, $16 WHERE "
            + "$17 = 0 ON CONFLICT DO NOTHING"
    );

    private static readonly string s_updatePolicy = PostgreSqlWrite.WithEvents(
        "UPDATE two_factor_policies SET write_id = $3, version = $15, sealed = $16 WHERE tenant = $1 AND version = $17"
    );

    public ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                using var command = database.NewCommand(connection);
                command.CommandText =
                    $"SELECT {AccountColumns} FROM two_factor_accounts WHERE tenant = $1 AND user_id = $2";
                Add(command, key.Tenant);
                Add(command, key.UserId);
                using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                return await reader.ReadAsync(token).ConfigureAwait(false) ? ReadAccount(reader, key.Tenant) : null;
            },
            cancellationToken
        );

    public ValueTask<bool> TryWriteAsync(
        AccountRow row,
        long expectedVersion,
        IReadOnlyList<AuditEvent> events,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            new PostgreSqlWrite(database, row.Key, expectedVersion, events)
            {
                Statement = expectedVersion == 0 ? s_insertAccount : s_updateAccount,
                Row = "two_factor_accounts r WHERE r.tenant = $1 AND r.user_id = $2",
                AddValues = parameters =>
                {
                    parameters.Add(new NpgsqlParameter<long> { TypedValue = row.Version });
                    parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = row.Sealed });
                    parameters.Add(new NpgsqlParameter<bool> { TypedValue = row.IsEnrolled });
                    parameters.Add(new NpgsqlParameter<string> { TypedValue = row.Methods });
                    parameters.Add(Nullable(row.LockedUntil));
                    parameters.Add(Nullable(row.LastVerifiedAt));
                    parameters.Add(new NpgsqlParameter<long> { TypedValue = row.UpdatedAt.UtcTicks });
                    parameters.Add(new NpgsqlParameter<long> { TypedValue = expectedVersion });
                },
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
                    $"SELECT {AccountColumns} FROM two_factor_accounts WHERE tenant = $1{(afterUserId is null ? "" : " AND user_id > $3")} ORDER BY user_id LIMIT "
                    + "$2";
                Add(command, tenant);
                Add(command, take);
                if (afterUserId is not null)
                    Add(command, afterUserId);

                using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                var rows = new List<AccountRow>();
                while (await reader.ReadAsync(token).ConfigureAwait(false))
                    rows.Add(ReadAccount(reader, tenant));

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
        WriteAsync(
            new PostgreSqlWrite(database, new AccountKey(row.Tenant, AuditEvent.PolicyTrail), expectedVersion, events)
            {
                Statement = expectedVersion == 0 ? s_insertPolicy : s_updatePolicy,
                Row = "two_factor_policies r WHERE r.tenant = $1",
                AddValues = parameters =>
                {
                    parameters.Add(new NpgsqlParameter<long> { TypedValue = row.Version });
                    parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = row.Sealed });
                    parameters.Add(new NpgsqlParameter<long> { TypedValue = expectedVersion });
                },
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
                        SELECT (SELECT e.user_id FROM two_factor_events e WHERE e.tenant = $1 AND e.user_id > t.user_id ORDER BY e.user_id LIMIT 1), t.n + 1
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

    private async ValueTask<bool> WriteAsync(PostgreSqlWrite write, CancellationToken cancellationToken)
    {
        PostgreSqlPatience? patience = null;
        var isInDoubt = false;
        for (var attempt = 0; ; attempt++)
        {
            // What may be written is looked for, whoever has left meanwhile.
            var connection = await database
                .OpenAsync(patience, isInDoubt ? CancellationToken.None : cancellationToken)
                .ConfigureAwait(false);
            try
            {
                await using var closing = connection.ConfigureAwait(false);
                if (await IsWrittenForSureAsync(connection, write, isInDoubt).ConfigureAwait(false) is { } isWritten)
                    return isWritten;

                isInDoubt = true;
                patience ??= database.NewPatience();
                if (
                    !await PostgreSqlDatabase
                        .PauseAsync(attempt, patience, CancellationToken.None)
                        .ConfigureAwait(false)
                )
                    throw new TwoFactorStoreException(
                        "PostgreSQL stopped waiting for its replica: whether a record is written to both is "
                            + "not known. See that the replica runs, and try again."
                    );
            }
            catch (NpgsqlException e)
            {
                if (
                    PostgreSqlProblems.IsRolledBack(e)
                    && !PostgreSqlProblems.IsConflict(e)
                    && !PostgreSqlProblems.IsPassing(e)
                )
                    throw database.Explained(e);

                isInDoubt |= !PostgreSqlProblems.IsRolledBack(e);
                patience ??= database.NewPatience();
                if (
                    !await PostgreSqlDatabase
                        .PauseAsync(attempt, patience, isInDoubt ? CancellationToken.None : cancellationToken)
                        .ConfigureAwait(false)
                )
                    throw database.Explained(e);
            }
            catch (Exception e) when (e is InvalidCastException or InvalidOperationException or ArgumentException)
            {
                throw database.Explained(e);
            }
        }
    }

    // A server that stops waiting for its replica says "done" with a warning: committed here, and perhaps nowhere else.
    // That is no answer yet, null.
    private static async Task<bool?> IsWrittenForSureAsync(
        NpgsqlConnection connection,
        PostgreSqlWrite write,
        bool isInDoubt
    )
    {
        var isWarned = false;
        void Listen(object sender, NpgsqlNoticeEventArgs args) =>
            isWarned |= args.Notice.InvariantSeverity == "WARNING" && args.Notice.Routine is null or ReplicaWait;

        connection.Notice += Listen;
        try
        {
            var isWritten =
                await write.TryAsync(connection).ConfigureAwait(false)
                || (isInDoubt && await write.WasDoneAsync(connection).ConfigureAwait(false));
            return isWarned ? null : isWritten;
        }
        finally
        {
            connection.Notice -= Listen;
        }
    }

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

    private static AccountRow ReadAccount(NpgsqlDataReader reader, string tenant) =>
        new()
        {
            Key = new AccountKey(tenant, reader.GetString(0)),
            Version = reader.GetInt64(1),
            Sealed = reader.GetFieldValue<byte[]>(2),
            IsEnrolled = reader.GetBoolean(3),
            Methods = reader.GetString(4),
            LockedUntil = reader.IsDBNull(5) ? null : Time(reader.GetInt64(5)),
            LastVerifiedAt = reader.IsDBNull(6) ? null : Time(reader.GetInt64(6)),
            UpdatedAt = Time(reader.GetInt64(7)),
        };

    private static AuditEvent ReadEvent(NpgsqlDataReader reader) =>
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
            Hash = reader.GetFieldValue<byte[]>(11),
        };

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    // A value that cannot be shows as another one, and then the seal or the chain tells: one odd row must not stop the
    // reading of all others.
    private static DateTimeOffset Time(long ticks) =>
        new(Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    private static void Add<T>(NpgsqlCommand command, T value) =>
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private static NpgsqlParameter Nullable(DateTimeOffset? time) =>
        new() { NpgsqlDbType = NpgsqlDbType.Bigint, Value = time is { } value ? value.UtcTicks : DBNull.Value };
}
