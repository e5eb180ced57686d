using System.Data;
using System.Transactions;
using Npgsql;

namespace TwoFactor.Tests;

/// <summary>
/// The connection that was used last is used next, as long as there is no reason against it: nobody else waits for it,
/// it has not rested, its time is not over, and nothing went wrong on it.
/// </summary>
[Trait("Req", "R90")]
public sealed class KeptConnectionTests(Postgres postgres)
{
    private readonly HeldTimers _timers = new();

    [PostgresFact]
    public async Task Operations_that_follow_each_other_meet_the_same_process_of_the_server()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        await using var database = Open(source);
        var store = new PostgreSqlAccountStore(database);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => FindAsync(store)));
        await using var watch = await source.OpenConnectionAsync();
        var since = await ScalarAsync<DateTime>(watch, "SELECT clock_timestamp()::timestamp");
        Assert.True(await UsedSinceAsync(DateTime.UnixEpoch) > 1);

        for (var i = 0; i < 20; i++)
            await FindAsync(store);

        Assert.Equal(1, await UsedSinceAsync(since));

        Task<long> UsedSinceAsync(DateTime time) =>
            ScalarAsync<long>(
                watch,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE "
                    + $"'%FROM two_factor_accounts%' AND pid <> pg_backend_pid() AND query_start > '{time:O}'"
            );
    }

    [PostgresFact]
    public async Task One_that_rests_goes_back_to_the_pool()
    {
        await using var source = await SourceAsync(size: 4);
        await using var database = Open(source);
        var store = new PostgreSqlAccountStore(database);
        await FindAsync(store);
        var others = new List<NpgsqlConnection>();
        for (var i = 0; i < 3; i++)
            others.Add(await source.OpenConnectionAsync());

        // The store has the fourth, and goes on with it.
        var last = source.OpenConnectionAsync().AsTask();
        Assert.False(last.IsCompleted);
        _timers.Fire();
        await FindAsync(store);
        _timers.Fire();
        Assert.False(last.IsCompleted);
        _timers.Fire();
        others.Add(await last.WaitAsync(TimeSpan.FromSeconds(30)));
        foreach (var other in others)
            await other.DisposeAsync();

        await FindAsync(store);
    }

    [PostgresFact]
    public async Task What_somebody_waits_for_is_not_kept()
    {
        await using var source = await SourceAsync(size: 4);
        await using var kept = Keep(source);
        var used = new List<KeptConnection>();
        for (var i = 0; i < 4; i++)
            used.Add(await kept.OpenAsync(default));

        // Otherwise those who come later would go on with it, one after the other.
        var waits = kept.OpenAsync(default).AsTask();
        Assert.False(waits.IsCompleted);
        used[0].IsSound = true;
        await used[0].DisposeAsync();
        used.Add(await waits.WaitAsync(TimeSpan.FromSeconds(30)));
        foreach (var connection in used.Skip(1))
            await connection.DisposeAsync();
    }

    [PostgresFact]
    public async Task Of_a_small_pool_nothing_is_kept()
    {
        await using var source = await SourceAsync(size: 3);
        await using var database = Open(source);
        await FindAsync(new PostgreSqlAccountStore(database));
        var others = new List<NpgsqlConnection>();
        for (var i = 0; i < 3; i++)
            others.Add(await source.OpenConnectionAsync());

        foreach (var other in others)
            await other.DisposeAsync();
    }

    [PostgresFact]
    public async Task Without_a_pool_nothing_is_kept()
    {
        await using var source = await SourceAsync(size: 100, ";Pooling=false");
        await using var kept = Keep(source);
        var connection = await UsedAsync(kept);
        Assert.Equal(ConnectionState.Closed, connection.Connection.State);
    }

    [PostgresFact]
    public async Task Connections_that_the_server_has_closed_are_all_forgotten_at_once()
    {
        await using var source = await SourceAsync(size: 100);
        await using var database = Open(source);
        var store = new PostgreSqlAccountStore(database);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => FindAsync(store)));
        await using (var other = new NpgsqlConnection(source.ConnectionString))
        {
            await other.OpenAsync();
            await ScalarAsync<object>(
                other,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
                    + "AND pid <> pg_backend_pid()"
            );
        }

        await FindAsync(store);
        Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default));
        Assert.NotNull(await store.FindAsync(Rows.Alice, default));
    }

    [PostgresFact]
    public async Task One_on_which_something_went_wrong_is_not_kept()
    {
        await using var source = await SourceAsync(size: 100);
        await using var database = Open(source);
        await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await database.ReadAsync<object?>(
                async (connection, _) => await ScalarAsync<object>(connection, "BEGIN; SELECT 1 / 0"),
                default
            )
        );

        // In the transaction that was left open, everything would be refused.
        Assert.Equal(
            1,
            await database.ReadAsync(async (connection, _) => await ScalarAsync<int>(connection, "SELECT 1"), default)
        );
    }

    [PostgresFact]
    public async Task If_one_is_broken_the_others_are_not_tried()
    {
        await using var source = await SourceAsync(size: 100);
        await using var kept = Keep(source);
        var broken = await kept.OpenAsync(default);
        var other = await UsedAsync(kept);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() =>
            ScalarAsync<object>(broken.Connection, "SELECT pg_terminate_backend(pg_backend_pid())")
        );
        await broken.DisposeAsync();
        Assert.NotEqual(ConnectionState.Open, other.Connection.State);
    }

    [PostgresFact]
    public async Task One_that_is_always_busy_goes_back_after_a_while_too()
    {
        await using var source = await SourceAsync(size: 100);
        await using var kept = Keep(source);
        var connection = await UsedAsync(kept);
        for (var tick = 0; tick < KeptConnections.MostTicks; tick++)
        {
            _timers.Fire();
            Assert.Same(connection, await kept.OpenAsync(default));
            connection.IsSound = true;
            await connection.DisposeAsync();
        }

        Assert.Equal(ConnectionState.Closed, connection.Connection.State);
    }

    [PostgresFact]
    public async Task None_is_kept_once_the_store_is_gone()
    {
        await using var source = await SourceAsync(size: 100);
        var kept = Keep(source);
        var used = await kept.OpenAsync(default);
        var resting = await UsedAsync(kept);
        kept.Dispose();
        used.IsSound = true;
        await used.DisposeAsync();
        Assert.Equal(ConnectionState.Closed, resting.Connection.State);
        Assert.Equal(ConnectionState.Closed, used.Connection.State);
    }

    [PostgresFact]
    public async Task One_that_is_opened_within_the_callers_transaction_stands_outside_of_it()
    {
        await using var source = await SourceAsync(size: 100);
        await using var database = Open(source);
        var store = new PostgreSqlAccountStore(database);
        await FindAsync(store);
        await using var fresh = Open(source);
        using (new TransactionScope(TransactionScopeOption.RequiresNew, TransactionScopeAsyncFlowOption.Enabled))
        {
            Assert.True(
                await new PostgreSqlAccountStore(fresh).TryWriteAsync(
                    Rows.Row(Rows.Alice, 1),
                    0,
                    [Rows.Event(1)],
                    default
                )
            );
        }

        Assert.NotNull(await store.FindAsync(Rows.Alice, default));
    }

    private KeptConnections Keep(NpgsqlDataSource source) =>
        new(new(source.ConnectionString), source.OpenConnectionAsync, _timers);

    private static async Task<KeptConnection> UsedAsync(KeptConnections kept)
    {
        var connection = await kept.OpenAsync(default);
        connection.IsSound = true;
        await connection.DisposeAsync();
        return connection;
    }

    private PostgreSqlDatabase Open(NpgsqlDataSource source) =>
        new(new PostgreSqlStoreOptions { DataSource = source, ShareStatements = false }, _timers);

    private async Task<NpgsqlDataSource> SourceAsync(int size, string options = "") =>
        NpgsqlDataSource.Create(await postgres.NewDatabaseAsync($";Maximum Pool Size={size}{options}"));

    private static async Task FindAsync(PostgreSqlAccountStore store) =>
        Assert.Null(await store.FindAsync(Rows.Alice, default));

    private static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
