using Npgsql;
using TwoFactor.Shared;

namespace TwoFactor.Tests;

/// <summary>
/// A connection that breaks around a write: what was done is found out, never guessed. With statements that are
/// prepared beforehand, as they are by default, and without.
/// </summary>
public abstract class DoubtTests(Postgres postgres, bool prepares) : IAsyncLifetime
{
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
        _wire = new BreakableProxy(postgres.Server.Port, Rows.Mark, "verification");
        _straight = Open(_connection);
        _broken = Open(_connection.Replace($"Port={postgres.Server.Port}", $"Port={_wire.Port}"));
        _direct = new PostgreSqlAccountStore(_straight);
        _store = new PostgreSqlAccountStore(_broken);
        Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default));
        await _store.FindAsync(Rows.Alice, default);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
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
        Wire.Meanwhile = async () =>
            Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(3)], default));
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
        Wire.Meanwhile = async () =>
            Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(2)], default));
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [], default)
        );
        Assert.Contains("is not known", e.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_policy_whose_answer_was_lost_is_known_to_be_done()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Wire.Breaks.Enqueue(BreakableProxy.Break.BeforeItArrives);
        Assert.True(
            await _store.TryWritePolicyAsync(
                new PolicyRow
                {
                    Tenant = "t",
                    Version = 1,
                    Sealed = [1],
                },
                0,
                [Rows.Event(1) with { UserId = "" }],
                default
            )
        );
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Assert.True(
            await _store.TryWritePolicyAsync(
                new PolicyRow
                {
                    Tenant = "t",
                    Version = 2,
                    Sealed = [2],
                },
                1,
                [Rows.Event(2) with { UserId = "" }],
                default
            )
        );
        Assert.Equal(2, (await _direct.ReadPolicyAsync("t", default))!.Version);
    }

    [PostgresFact]
    public async Task Whoever_is_still_writing_is_waited_for()
    {
        // The server holds the first write back; its client gives up and asks on another connection. Whichever of the
        // two is done, it is done once.
        await using var holder = await NpgsqlDataSource.Create(_connection).OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "SELECT * FROM two_factor_accounts FOR UPDATE");
        await using var impatient = Open(_connection + ";Command Timeout=1;Cancellation Timeout=-1");
        var writing = new PostgreSqlAccountStore(impatient)
            .TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default)
            .AsTask();
        while (await CountWaitingAsync() < 1)
            await Task.Delay(20);

        await Task.Delay(1_500);
        await transaction.CommitAsync();
        Assert.True(await writing);
        await HoldsAsync(2, [1, 2]);
    }

    [PostgresFact]
    public async Task An_error_of_the_connection_says_nothing_of_the_write_whoever_sends_it()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.AnsweredByAPooler);
        Assert.True(await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
        await HoldsAsync(2, [1, 2]);
    }

    [PostgresFact]
    public async Task A_limit_whose_answer_was_lost_is_not_counted_twice()
    {
        using var wire = new BreakableProxy(postgres.Server.Port, "bucket-");
        await using var database = Open(_connection.Replace($"Port={postgres.Server.Port}", $"Port={wire.Port}"));
        var quotas = new PostgreSqlQuotaStore(database);
        foreach (var way in new[] { BreakableProxy.Break.AnsweredByAPooler, BreakableProxy.Break.OnTheWayBack })
        {
            wire.Breaks.Enqueue(way);
            await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
                await quotas.TryAcquireAsync(
                    "t",
                    [new QuotaPermit($"bucket-{way}", TimeSpan.FromHours(1), 5)],
                    Rows.Start,
                    default
                )
            );
            Assert.Equal(
                [1L],
                await quotas.CountAsync(
                    "t",
                    [new QuotaCount($"bucket-{way}", TimeSpan.FromHours(1))],
                    Rows.Start,
                    default
                )
            );
        }
    }

    [PostgresFact]
    public async Task A_write_whose_user_was_erased_since_is_told_as_unknown()
    {
        Wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
        Wire.Meanwhile = async () =>
        {
            Assert.True(await _direct.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(3)], default));
            await _direct.EraseAsync(Rows.Alice, 2, default);
        };
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await _store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default)
        );
        Assert.Contains("is not known", e.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Several_hosts_are_waited_for_as_one_is()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var database = Open(
            $"Host=127.0.0.1:{server.Port},127.0.0.1:1;Database=postgres;Username=postgres;Target Session "
                + "Attributes=primary"
        );
        var store = new PostgreSqlAccountStore(database);
        Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default));
        await server.KillAsync();
        var writing = store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default).AsTask();
        await server.ResumeAsync();
        Assert.True(await writing);
    }

    [PostgresFact]
    public async Task Who_waits_for_a_server_that_says_nothing_waits_no_longer_than_the_patience()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        await using var database = Open(
            $"Host=127.0.0.1;Port={((System.Net.IPEndPoint)silent.LocalEndpoint).Port};Timeout=1",
            TimeSpan.FromSeconds(1)
        );
        var store = new PostgreSqlAccountStore(database);

        // One after the other they would take a minute.
        await Task.WhenAll(
                Enumerable
                    .Range(0, 60)
                    .Select(_ =>
                        Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
                            await store.FindAsync(Rows.Alice, default)
                        )
                    )
            )
            .WaitAsync(TimeSpan.FromSeconds(30));
    }

    [PostgresFact]
    public async Task A_commit_that_did_not_wait_for_its_replica_is_not_believed()
    {
        await using var server = await PostgresServer.StartAsync();
        await using (var first = Open(server.ConnectionString))
            Assert.True(
                await new PostgreSqlAccountStore(first).TryWriteAsync(
                    Rows.Row(Rows.Alice, 1),
                    0,
                    [Rows.Event(1)],
                    default
                )
            );

        await server.KillAsync();
        await File.AppendAllTextAsync(
            Path.Combine(server.Data, "postgresql.conf"),
            "synchronous_standby_names = 'one_that_is_gone'\n"
        );
        await server.ResumeAsync();
        await using var other = await NpgsqlDataSource.Create(server.ConnectionString).OpenConnectionAsync();
        var version = 2;

        // Whatever the session's settings are: with them a server would not wait, or would not say that it did not.
        foreach (
            var settings in new[]
            {
                "",
                ";Options=-c synchronous_commit=local",
                ";Options=-c synchronous_commit=off",
                ";Options=-c client_min_messages=error",
            }
        )
        {
            await using var database = Open(server.ConnectionString + settings, TimeSpan.FromSeconds(1));
            var store = new PostgreSqlAccountStore(database);
            var writing = store
                .TryWriteAsync(Rows.Row(Rows.Alice, version), version - 1, [Rows.Event(version)], default)
                .AsTask();
            while (!writing.IsCompleted)
            {
                // An operator, or a time limit, ends the waiting: the server answers "done", with a warning that it may
                // be done here alone.
                await ExecuteAsync(
                    other,
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
                );
                await Task.Delay(50);
            }

            await Assert.ThrowsAsync<TwoFactorStoreException>(() => writing);
            Assert.Equal(version, (await store.FindAsync(Rows.Alice, default))!.Version);
            version++;
        }
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
                await using var command = source.CreateCommand(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                        + $"'{new NpgsqlConnectionStringBuilder(_connection).Database}' AND random() < 0.3"
                );
                await command.ExecuteNonQueryAsync();
                await Task.Delay(5);
            }
        });
        var won = new long[8];
        await Task.WhenAll(
            Enumerable
                .Range(0, won.Length)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        while (true)
                        {
                            var row = (await _direct.FindAsync(Rows.Alice, default))!;
                            if (row.Version >= 400)
                                return;

                            if (
                                await _direct.TryWriteAsync(
                                    Rows.Row(Rows.Alice, row.Version + 1, (byte)i),
                                    row.Version,
                                    [Rows.Event(row.Version + 1, $"{i}")],
                                    default
                                )
                            )
                                won[i]++;
                        }
                    })
                )
        );
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
        await using var command = source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        );
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private PostgreSqlDatabase Open(string connection, TimeSpan? patience = null) =>
        new(
            new PostgreSqlStoreOptions
            {
                ConnectionString = connection,
                PrepareStatements = prepares,
                Patience = patience ?? TimeSpan.FromSeconds(30),
            },
            TimeProvider.System
        );

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
