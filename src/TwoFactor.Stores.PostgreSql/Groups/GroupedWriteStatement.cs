using Npgsql;
using NpgsqlTypes;

namespace TwoFactor.Stores;

/// <summary>The statement of a group of writes: an array a column, and one for each column of the events.</summary>
internal static class GroupedWriteStatement
{
    private const string Write = $"""
        WITH held AS (
            SELECT m.* FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY
                AS m (tenant, id, write_id, version, sealed, is_enrolled, methods, locked_until, last_verified_at,
                    updated_at, expected, n)
            JOIN two_factor_accounts a ON a.tenant = m.tenant AND a.user_id = m.id AND a.version = m.expected
            FOR NO KEY UPDATE OF a SKIP LOCKED
        ),
        written AS (
            UPDATE two_factor_accounts a
            SET write_id = m.write_id, version = m.version, sealed = m.sealed, is_enrolled = m.is_enrolled,
                methods = m.methods, locked_until = m.locked_until, last_verified_at = m.last_verified_at,
                updated_at = m.updated_at
            FROM held m WHERE a.tenant = m.tenant AND a.user_id = m.id AND a.version = m.expected
            RETURNING m.n, m.tenant, m.id, m.write_id
        ),
        kept AS (
            INSERT INTO two_factor_events (tenant, user_id, write_id, {PostgreSqlEvents.Columns})
            SELECT w.tenant, w.id, w.write_id, {PostgreSqlEvents.Columns}
            FROM unnest($12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
                AS e (of, {PostgreSqlEvents.Columns})
            JOIN written w ON w.n = e.of
        ),
        lasting AS (SELECT {PostgreSqlStatement.Lasting})
        SELECT w.n FROM written w, lasting
        """;

    /// <summary>Marks those that were written.</summary>
    public static async Task TryAsync(
        PostgreSqlDatabase database,
        NpgsqlConnection connection,
        IReadOnlyList<LaneMember<PostgreSqlWrite, bool>> members,
        bool[] written
    )
    {
        using var command = database.NewCommand(connection);
        command.CommandText = Write;
        AddValues(command.Parameters, members);
        await database.PrepareAsync(command, CancellationToken.None).ConfigureAwait(false);
        using var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            written[reader.GetInt64(0) - 1] = true;

        // An error of the commit is thrown here.
        await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static void AddValues(
        NpgsqlParameterCollection parameters,
        IReadOnlyList<LaneMember<PostgreSqlWrite, bool>> members
    )
    {
        Add(parameters, members, w => w.Trail.Tenant, NpgsqlDbType.Text);
        Add(parameters, members, w => w.Trail.UserId, NpgsqlDbType.Text);
        Add(parameters, members, w => w.Id, NpgsqlDbType.Uuid);
        Add(parameters, members, w => w.Account!.Version, NpgsqlDbType.Bigint);
        Add(parameters, members, w => w.Account!.Sealed, NpgsqlDbType.Bytea);
        Add(parameters, members, w => w.Account!.IsEnrolled, NpgsqlDbType.Boolean);
        Add(parameters, members, w => w.Account!.Methods, NpgsqlDbType.Text);
        Add(parameters, members, w => w.Account!.LockedUntil?.UtcTicks, NpgsqlDbType.Bigint);
        Add(parameters, members, w => w.Account!.LastVerifiedAt?.UtcTicks, NpgsqlDbType.Bigint);
        Add(parameters, members, w => w.Account!.UpdatedAt.UtcTicks, NpgsqlDbType.Bigint);
        Add(parameters, members, w => w.ExpectedVersion, NpgsqlDbType.Bigint);
        var events = new List<AuditEvent>(members.Count);
        var of = new List<long>(members.Count);
        for (var i = 0; i < members.Count; i++)
        {
            foreach (var auditEvent in members[i].Ask.Events)
            {
                events.Add(auditEvent);
                of.Add(i + 1);
            }
        }

        parameters.Add(
            new NpgsqlParameter<List<long>> { TypedValue = of, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint }
        );
        PostgreSqlEvents.AddSeveral(parameters, events);
    }

    private static void Add<T>(
        NpgsqlParameterCollection parameters,
        IReadOnlyList<LaneMember<PostgreSqlWrite, bool>> members,
        Func<PostgreSqlWrite, T> value,
        NpgsqlDbType type
    )
    {
        var values = new T[members.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(members[i].Ask);

        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
