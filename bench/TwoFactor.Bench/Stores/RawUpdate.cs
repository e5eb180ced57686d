using Npgsql;

namespace TwoFactor.Bench.Stores;

/// <summary>
/// The yardstick: the least that one durable conditional write can cost, an UPDATE of one row of a kilobyte by its key,
/// on a pooled connection that is not reset, prepared. With the reading before it if that is asked for.
/// </summary>
internal sealed class RawUpdate(string connection, bool reads) : IContender
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(
        connection + ";No Reset On Close=true;Max Auto Prepare=10;Auto Prepare Min Usages=1;Maximum Pool Size=300"
    );
    private readonly byte[] _sealed = new byte[1_000];
    private long[] _versions = [];

    public string Name => reads ? "SELECT, then UPDATE" : "UPDATE of one row";

    public async Task PrepareAsync(int users)
    {
        Random.Shared.NextBytes(_sealed);
        _versions = new long[users];
        await ExecuteAsync(
            "CREATE TABLE raw (tenant text, user_id text, version bigint NOT NULL, sealed bytea NOT NULL, "
                + "PRIMARY KEY (tenant, user_id))"
        );
        await using var insert = _source.CreateCommand(
            "INSERT INTO raw SELECT '', 'user' || i, 0, $2 FROM generate_series(0, $1 - 1) i"
        );
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = users });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = _sealed });
        await insert.ExecuteNonQueryAsync();
        await ExecuteAsync("VACUUM ANALYZE raw");
    }

    public async Task ActAsync(int user, int turn)
    {
        var name = $"user{user}";
        if (reads)
            await ReadAsync(name);

        await using var open = await _source.OpenConnectionAsync();
        await using var command = open.CreateCommand();
        command.CommandText =
            "UPDATE raw SET version = $3 + 1, sealed = $4 WHERE tenant = $1 AND user_id = $2 AND version = $3";
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _versions[user]++ });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = _sealed });
        if (await command.ExecuteNonQueryAsync() != 1)
            throw new InvalidOperationException("A row was not updated.");
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task ReadAsync(string name)
    {
        await using var open = await _source.OpenConnectionAsync();
        await using var command = open.CreateCommand();
        command.CommandText = "SELECT version, sealed FROM raw WHERE tenant = $1 AND user_id = $2";
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "" });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync() || reader.GetFieldValue<byte[]>(1).Length != _sealed.Length)
            throw new InvalidOperationException("A row was not found.");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
