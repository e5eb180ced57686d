using Npgsql;
using TwoFactor.Shared;

namespace TwoFactor.Tests;

/// <summary>A connection that breaks around a write: what was done is found out, never guessed.</summary>
[Trait("Req", "R90")]
public sealed class DoubtTests(Postgres postgres) : IAsyncLifetime
{
    private const string Statement = "INSERT INTO two_factor_events";

    private PostgreSqlDatabase? _straight;
    private PostgreSqlDatabase? _broken;
    private BreakableProxy? _wire;
    private PostgreSqlAccountStore _direct = null!;
    private PostgreSqlAccountStore _store = null!;
    private string _connection = "";

    private BreakableProxy Wire => _wire!;

    public async ValueTask InitializeAsync()
    {
        if (!PostgresServer.IsInstalled)
            return;

        _connection = await postgres.NewDatabaseAsync();
        _wire = new BreakableProxy(postgres.Server.Port, Statement);
        _straight = Open(_connection);
        _broken = Open(_connection.Replace($"Port={postgres.Server.Port}", $"Port={_wire.Port}") + ";No Reset On Close=true");
        _direct = new PostgreSqlAccountStore(_straight);
        _store = new PostgreSqlAccountStore(_broken);
        Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default));
        await _store.FindAsync(Rows.Alice, default);
    }

    public async ValueTask DisposeAsync()
    {
        _wire?.Dispose();
        if (_straight is not null)
            await _straight.DisposeAsync();

        if (_broken is not null)
            await _broken.DisposeAsync();
    }

    [PostgresFact]
    public async Task A_write_whose_answer_was_lost_is_known_to_be_done_and_done_once()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await HoldsAsync(2, [1, 2]);
        Assert.Equal(1, Wire.Broken);
    }

    [PostgresFact]
    public async Task A_first_write_whose_answer_was_lost_is_known_to_be_done()
    {
        var bob = Rows.Alice with { UserId = "bob" };
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Assert.True(await _store.TryWriteAsync(Rows.Row(bob, 1), 0, [Rows.Event(1)], default));
        Assert.Equal(1, (await _direct.FindAsync(bob, default))!.Version);
        Assert.Single(await _direct.ReadAsync(bob, 0, 10, default));
    }

    [PostgresFact]
    public async Task A_write_that_never_arrived_is_sent_again()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.BeforeItArrives);
        Wire.Breaks.Enqueue(BreakableProxy.Break.BeforeItArrives);
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await HoldsAsync(2, [1, 2]);
        Assert.Equal(3, Wire.Broken);
    }

    [PostgresFact]
    public async Task A_write_that_was_done_is_known_even_when_others_have_written_since()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Wire.Meanwhile = async () => Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(3)], default));
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await HoldsAsync(3, [1, 2, 3]);
    }

    [PostgresFact]
    public async Task A_write_that_never_arrived_has_lost_if_another_came_first_though_its_event_looks_the_same()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.BeforeItArrives);
        Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        Assert.False(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(3)], default));
        Wire.Breaks.Enqueue(BreakableProxy.Break.BeforeItArrives);
        Assert.False(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await HoldsAsync(3, [1, 2, 3]);
    }

    [PostgresFact]
    public async Task A_write_without_events_that_others_have_overwritten_is_told_as_unknown()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Wire.Meanwhile = async () => Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(2)], default));
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () => await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [], default));
        Assert.Contains("is not known", e.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_policy_whose_answer_was_lost_is_known_to_be_done()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Wire.Breaks.Enqueue(BreakableProxy.Break.BeforeItArrives);
        Assert.True(await _store.TryWritePolicyAsync(new PolicyRow { Tenant = "t", Version = 1, Sealed = [1] }, 0, [Rows.Event(1) with { UserId = "" }], default));
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Assert.True(await _store.TryWritePolicyAsync(new PolicyRow { Tenant = "t", Version = 2, Sealed = [2] }, 1, [Rows.Event(2) with { UserId = "" }], default));
        Assert.Equal(2, (await _direct.ReadPolicyAsync("t", default))!.Version);
    }

    [PostgresFact]
    public async Task Whoever_is_still_writing_is_waited_for()
    {
        // The server holds the first write back; its client gives up and asks on another connection. Whichever of the two is done, it is done once.
        await using var holder = await NpgsqlDataSource.Create(_connection).OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "SELECT * FROM two_factor_accounts FOR UPDATE");
        await using var impatient = Open(_connection + ";Command Timeout=1;Cancellation Timeout=-1");
        var writing = new PostgreSqlAccountStore(impatient).TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default).AsTask();
        while (await CountWaitingAsync() < 1)
            await Task.Delay(20);

        await Task.Delay(1_500);
        await transaction.CommitAsync();
        Assert.True(await writing);
        await HoldsAsync(2, [1, 2]);
    }

    [PostgresFact]
    public async Task A_commit_that_did_not_wait_for_its_replica_is_not_believed()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var database = Open(server.ConnectionString, TimeSpan.FromSeconds(3));
        var store = new PostgreSqlAccountStore(database);
        Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default));
        await server.KillAsync();
        await File.AppendAllTextAsync(Path.Combine(server.Data, "postgresql.conf"), "synchronous_standby_names = 'one_that_is_gone'\n");
        await server.ResumeAsync();
        await using var other = await NpgsqlDataSource.Create(server.ConnectionString).OpenConnectionAsync();
        var writing = store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default).AsTask();
        while (!writing.IsCompleted)
        {
            // An operator, or a time limit, ends the waiting: the server answers "done", with a warning that it may be done here alone.
            await ExecuteAsync(other, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
            await Task.Delay(50);
        }

        await Assert.ThrowsAsync<TwoFactorStoreException>(() => writing);
        Assert.Equal(2, (await store.FindAsync(Rows.Alice, default))!.Version);
    }

    [PostgresFact]
    public async Task Backends_that_are_ended_all_the_time_lose_and_double_nothing()
    {
        using var stop = new CancellationTokenSource();
        var killing = Task.Run(async () =>
        {
            await using var source = NpgsqlDataSource.Create(postgres.Server.ConnectionString);
            while (!stop.IsCancellationRequested)
            {
                await using var command = source.CreateCommand($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new NpgsqlConnectionStringBuilder(_connection).Database}' AND random() < 0.3");
                await command.ExecuteNonQueryAsync();
                await Task.Delay(5);
            }
        });
        var won = new long[8];
        await Task.WhenAll(Enumerable.Range(0, won.Length).Select(i => Task.Run(async () =>
        {
            while (true)
            {
                var row = (await _direct.FindAsync(Rows.Alice, default))!;
                if (row.Version >= 400)
                    return;

                if (await _direct.TryWriteAsync(Rows.Row(Rows.Alice, row.Version + 1, (byte)i), row.Version, [Rows.Event(row.Version + 1, $"{i}")], default))
                    won[i]++;
            }
        })));
        await stop.CancelAsync();
        await killing;
        var events = (await _direct.ReadAsync(Rows.Alice, 1, 1_000, default)).ToList();
        Assert.Equal(events.Count, won.Sum());
        Assert.All(Enumerable.Range(0, won.Length), i => Assert.Equal(won[i], events.Count(e => e.Detail == $"{i}")));
    }

    private async Task HoldsAsync(long version, long[] events)
    {
        Assert.Equal(version, (await _direct.FindAsync(Rows.Alice, default))!.Version);
        Assert.Equal(events, (await _direct.ReadAsync(Rows.Alice, 0, 10, default)).Select(e => e.Sequence));
    }

    private async Task<long> CountWaitingAsync()
    {
        await using var source = NpgsqlDataSource.Create(_connection);
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static PostgreSqlDatabase Open(string connection, TimeSpan? patience = null) =>
        new(new PostgreSqlStoreOptions { ConnectionString = connection, Patience = patience ?? TimeSpan.FromSeconds(30) }, TimeProvider.System);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
