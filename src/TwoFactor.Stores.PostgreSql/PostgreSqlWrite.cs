using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace TwoFactor.Stores;

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
    private const int EventBytes = 200;

    public Guid Id { get; } = new(RandomNumberGenerator.GetBytes(16));

    public AccountKey Trail => trail;

    public long ExpectedVersion => expectedVersion;

    public IReadOnlyList<AuditEvent> Events => events;

    public required PostgreSqlStatement Statement { get; init; }

    /// <summary>The account that is written, or null.</summary>
    public AccountRow? Account { get; init; }

    /// <summary>The policy that is written, or null.</summary>
    public PolicyRow? Policy { get; init; }

    /// <summary>How many bytes it sends, about.</summary>
    public int Size =>
        (Account?.Sealed.Length ?? Policy!.Sealed.Length)
        + events.Sum(e => EventBytes + (e.Detail?.Length ?? 0) + (e.Reason?.Length ?? 0));

    /// <summary>
    /// Writes if the version is the expected one. Never cancelled, because the result matters even if the caller has
    /// gone.
    /// </summary>
    public async Task<bool> TryAsync(NpgsqlConnection connection)
    {
        using var command = database.NewCommand(connection);
        command.CommandText = Statement.For(events.Count);
        AddKey(command.Parameters);
        AddRow(command.Parameters);
        PostgreSqlEvents.Add(command.Parameters, events);
        await database.PrepareAsync(command, CancellationToken.None).ConfigureAwait(false);
        return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) is not null;
    }

    /// <summary>
    /// Whether this write changed the version. The row is locked for the query, so it waits for any other writer. With
    /// synchronous replication, the replica has the commit before the answer is believed.
    /// </summary>
    public async Task<bool> WasDoneAsync(NpgsqlConnection connection)
    {
        using var command = database.NewCommand(connection);
        command.CommandText = $"""
            SELECT r.version, r.write_id = $3, (
                SELECT e.write_id = $3 FROM two_factor_events e
                WHERE e.tenant = $1 AND e.user_id = $2 AND e.sequence = $4
            ), {PostgreSqlStatement.Lasting}
            FROM {Statement.Row} FOR UPDATE
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

    // The expected version comes last.
    private void AddRow(NpgsqlParameterCollection parameters)
    {
        parameters.Add(new NpgsqlParameter<long> { TypedValue = Account?.Version ?? Policy!.Version });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Account?.Sealed ?? Policy!.Sealed });
        if (Account is { } account)
        {
            parameters.Add(new NpgsqlParameter<bool> { TypedValue = account.IsEnrolled });
            parameters.Add(new NpgsqlParameter<string> { TypedValue = account.Methods });
            parameters.Add(Nullable(account.LockedUntil));
            parameters.Add(Nullable(account.LastVerifiedAt));
            parameters.Add(new NpgsqlParameter<long> { TypedValue = account.UpdatedAt.UtcTicks });
        }

        parameters.Add(new NpgsqlParameter<long> { TypedValue = expectedVersion });
    }

    private static NpgsqlParameter Nullable(DateTimeOffset? time) =>
        time is { } value
            ? new NpgsqlParameter<long> { TypedValue = value.UtcTicks }
            : new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = DBNull.Value };
}
