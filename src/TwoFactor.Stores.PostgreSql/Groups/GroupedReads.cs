using Npgsql;
using NpgsqlTypes;

namespace TwoFactor.Stores;

/// <summary>Accounts of several users in one statement.</summary>
internal sealed class GroupedReads(PostgreSqlDatabase database) : ILaneWork<AccountKey, AccountRow?>
{
    private const string Find =
        $"SELECT {PostgreSqlRows.Columns} FROM two_factor_accounts a WHERE a.tenant = $1 AND a.user_id = $2";

    private const string FindSeveral = $"""
        SELECT {PostgreSqlRows.Columns}, k.tenant, k.n FROM unnest($1, $2) WITH ORDINALITY AS k (tenant, id, n)
        JOIN two_factor_accounts a ON a.tenant = k.tenant AND a.user_id = k.id
        """;

    public int SizeOf(AccountKey ask) => ask.UserId.Length;

    public ValueTask<AccountRow?> AloneAsync(
        AccountKey key,
        PostgreSqlPatience? patience,
        CancellationToken cancellationToken
    ) =>
        database.ReadAsync(
            async (connection, token) =>
            {
                using var command = database.NewCommand(connection);
                command.CommandText = Find;
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Tenant });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.UserId });
                await database.PrepareAsync(command, token).ConfigureAwait(false);
                using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                return await reader.ReadAsync(token).ConfigureAwait(false)
                    ? PostgreSqlRows.Read(reader, key.Tenant)
                    : null;
            },
            patience,
            cancellationToken
        );

    public async Task<bool> TogetherAsync(IReadOnlyList<LaneMember<AccountKey, AccountRow?>> members)
    {
        AccountRow?[] rows;
        try
        {
            rows = await database
                .ReadAsync(
                    (connection, _) => FindAsync(connection, members),
                    members[0].Patience,
                    CancellationToken.None
                )
                .ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whatever it is: each asks for itself, and is told what is wrong with its own.
            foreach (var member in members)
                _ = FinishAsync(member);

            return false;
        }

        for (var i = 0; i < members.Count; i++)
            members[i].TrySetResult(rows[i]);

        return true;
    }

    public TwoFactorStoreException TooManyWait(int waiting) => database.TooManyWait(waiting);

    private async ValueTask<AccountRow?[]> FindAsync(
        NpgsqlConnection connection,
        IReadOnlyList<LaneMember<AccountKey, AccountRow?>> members
    )
    {
        var rows = new AccountRow?[members.Count];
        using var command = database.NewCommand(connection);
        command.CommandText = FindSeveral;
        command.Parameters.Add(Texts(members, k => k.Tenant));
        command.Parameters.Add(Texts(members, k => k.UserId));
        await database.PrepareAsync(command, CancellationToken.None).ConfigureAwait(false);
        using var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var number = (int)reader.GetInt64(PostgreSqlRows.ColumnCount + 1) - 1;
            rows[number] = PostgreSqlRows.Read(reader, members[number].Ask.Tenant);
        }

        return rows;
    }

    private async Task FinishAsync(LaneMember<AccountKey, AccountRow?> member)
    {
        try
        {
            member.TrySetResult(
                await AloneAsync(member.Ask, member.Patience, CancellationToken.None).ConfigureAwait(false)
            );
        }
        catch (Exception e)
        {
            member.TrySetException(e);
        }
    }

    private static NpgsqlParameter<string[]> Texts(
        IReadOnlyList<LaneMember<AccountKey, AccountRow?>> members,
        Func<AccountKey, string> text
    )
    {
        var values = new string[members.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = text(members[i].Ask);

        return new NpgsqlParameter<string[]>
        {
            TypedValue = values,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        };
    }
}
