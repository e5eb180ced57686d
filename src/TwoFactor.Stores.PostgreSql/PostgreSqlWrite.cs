using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace TwoFactor;

/// <summary>
/// One conditional write: a statement that writes a row and its events if the version is the expected one; and a query
/// that finds out whether this write did it. Both carry a unique id.
/// </summary>
internal sealed class PostgreSqlWrite(
    PostgreSqlDatabase database,
    AccountKey trail,
    long expectedVersion,
    IReadOnlyList<AuditEvent> events
)
{
    private const string EventColumns =
        "sequence, at, type, factor_id, method, outcome, detail, actor, reason, correlation_id, hash";

    // A commit that is answered before it is on disk is forgotten by a crash, and a code that was accepted is good
    // again. And the warning of a server that stopped waiting for its replica must come through. Both are settings of
    // the session, set for this transaction, whatever they are outside of it.
    private const string Lasting = """
        set_config('client_min_messages', 'warning', true),
        set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') THEN 'on' ELSE current_setting('synchronous_commit') END, true)
        """;

    public Guid Id { get; } = new(RandomNumberGenerator.GetBytes(16));

    public required string Statement { get; init; }

    public required string Row { get; init; }

    public required Action<NpgsqlParameterCollection> AddValues { get; init; }

    /// <summary>
    /// The statement around the one that writes the row, which returns the row if it wrote it: $1 tenant, $2 user id,
    /// $3 write id, $4 to $14 events.
    /// </summary>
    public static string WithEvents(string writeRow) =>
        $"""
            WITH written AS ({writeRow} RETURNING 1),
            kept AS (
                INSERT INTO two_factor_events (tenant, user_id, write_id, {EventColumns})
                SELECT $1, $2, $3, e.* FROM unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS e WHERE EXISTS (SELECT FROM written)
            )
            SELECT count(*), {Lasting} FROM written
            """;

    /// <summary>
    /// Writes if the version is the expected one. Never cancelled, because the result matters even if the caller has
    /// gone.
    /// </summary>
    public async Task<bool> TryAsync(NpgsqlConnection connection)
    {
        using var command = database.NewCommand(connection);
        command.CommandText = Statement;
        var parameters = command.Parameters;
        AddKey(parameters);
        Add(parameters, e => e.Sequence);
        Add(parameters, e => e.At.UtcTicks);
        Add(parameters, e => e.Type);
        Add(parameters, e => e.FactorId);
        Add(parameters, e => e.Method);
        Add(parameters, e => e.Outcome);
        Add(parameters, e => e.Detail);
        Add(parameters, e => e.Actor);
        Add(parameters, e => e.Reason);
        Add(parameters, e => e.CorrelationId);
        Add(parameters, e => e.Hash.ToArray());
        AddValues(parameters);
        return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) is 1L;
    }

    /// <summary>
    /// Whether this write changed the version. The row is locked for the query, so it waits for any other writer. With
    /// synchronous replication, the replica has the commit before the answer is believed.
    /// </summary>
    public async Task<bool> WasDoneAsync(NpgsqlConnection connection)
    {
        using var command = database.NewCommand(connection);
        command.CommandText = $"""
            SELECT r.version, r.write_id = $3, (SELECT e.write_id = $3 FROM two_factor_events e WHERE e.tenant = $1 AND e.user_id = $2 AND e.sequence = $4), {Lasting}
            FROM {Row} FOR UPDATE
            """;
        AddKey(command.Parameters);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = events.Count > 0 ? events[0].Sequence : 0 });
        using var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        if (!await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            return false;

        bool? isEventMine = reader.IsDBNull(2) ? null : reader.GetBoolean(2);
        if (reader.GetBoolean(1) || isEventMine == true)
            return true;

        // Where there is no event at that number, there was none to write, or it was erased with its user since.
        return isEventMine == false || reader.GetInt64(0) <= expectedVersion + 1
            ? false
            : throw new TwoFactorStoreException(
                "The connection to PostgreSQL broke while a record was written, and others have written it "
                    + "since: whether it was done is not known. Try again."
            );
    }

    private void AddKey(NpgsqlParameterCollection parameters)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = trail.Tenant });
        parameters.Add(new NpgsqlParameter<string> { TypedValue = trail.UserId });
        parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Id });
    }

    private void Add(NpgsqlParameterCollection parameters, Func<AuditEvent, long> value) =>
        parameters.Add(
            new NpgsqlParameter<long[]>
            {
                TypedValue = Each(value),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            }
        );

    private void Add(NpgsqlParameterCollection parameters, Func<AuditEvent, string?> value) =>
        parameters.Add(
            new NpgsqlParameter<string?[]>
            {
                TypedValue = Each(value),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            }
        );

    private void Add(NpgsqlParameterCollection parameters, Func<AuditEvent, byte[]> value) =>
        parameters.Add(
            new NpgsqlParameter<byte[][]>
            {
                TypedValue = Each(value),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
            }
        );

    private T[] Each<T>(Func<AuditEvent, T> value)
    {
        var values = new T[events.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(events[i]);

        return values;
    }
}
