using Npgsql;
using TwoFactor.Shared;

namespace TwoFactor.Tests;

/// <summary>
/// Several writes in one statement: each gets the answer that it would have got alone, whatever happens to the others
/// and to the connection.
/// </summary>
[Trait("Req", "R90")]
public sealed class GroupTests(Postgres postgres) : IAsyncLifetime
{
    private static readonly string[] s_names = [.. Enumerable.Range(0, 12).Select(i => $"user{i:D2}")];

    private static readonly string[] s_beside =
    [
        .. Enumerable.Range(0, Lane<AccountKey, AccountRow?>.MaxBeside).Select(i => $"beside{i}"),
    ];

    private readonly HeldTimers _timers = new();
    private string _connection = "";
    private BreakableProxy _wire = null!;
    private PostgreSqlDatabase _straight = null!;
    private PostgreSqlDatabase _wired = null!;
    private PostgreSqlAccountStore _direct = null!;
    private PostgreSqlAccountStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        if (!PostgresServer.IsInstalled)
            return;

        _connection = await postgres.NewDatabaseAsync();
        _wire = new BreakableProxy(postgres.Server.Port, Rows.Mark);
        _straight = Open(_connection);

        // Longer than any of these tests waits: a group that is held up must not be saved by its end.
        _wired = Open(
            _connection.Replace($"Port={postgres.Server.Port}", $"Port={_wire.Port}") + ";Command Timeout=300",
            TimeSpan.FromMinutes(5),
            _timers
        );
        _direct = new PostgreSqlAccountStore(_straight);
        _store = new PostgreSqlAccountStore(_wired);
        foreach (var name in s_names.Concat(s_beside).Append("alice"))
            Assert.True(await WriteAsync(_direct, name, 1));

        await _store.FindAsync(Rows.Alice, default);
    }

    public async ValueTask DisposeAsync()
    {
        if (!PostgresServer.IsInstalled)
            return;

        _wire.Dispose();
        await _straight.DisposeAsync();
        await _wired.DisposeAsync();
    }

    [PostgresFact]
    public async Task All_of_a_group_are_written_by_one_statement_each_with_its_events()
    {
        await using (var group = await Group.HoldAsync(this))
        {
            var writes = s_names.Select((n, i) => WriteAsync(_store, n, 2, events: i % 3)).ToList();
            _timers.Fire();
            Assert.All(await WithinReasonAsync(Task.WhenAll(writes)), Assert.True);
        }

        for (var i = 0; i < s_names.Length; i++)
            await HoldsAsync(s_names[i], 2, 1 + (i % 3));

        // One transaction wrote them all.
        Assert.Equal(
            1L,
            await ScalarAsync("SELECT count(DISTINCT xmin::text) FROM two_factor_accounts WHERE user_id LIKE 'user%'")
        );
    }

    [PostgresFact]
    public async Task Reads_that_share_a_statement_find_each_its_own()
    {
        var reads = Enumerable
            .Range(0, 400)
            .Select(i => _direct.FindAsync(new AccountKey(i % 7 == 0 ? "other" : "t", s_names[i % 12]), default))
            .Select(t => t.AsTask())
            .ToList();
        var rows = await Task.WhenAll(reads);
        for (var i = 0; i < rows.Length; i++)
            Assert.Equal(i % 7 == 0 ? null : s_names[i % 12], rows[i]?.Key.UserId);
    }

    [PostgresFact]
    public async Task Of_two_writes_of_one_user_in_a_group_one_wins()
    {
        await using var group = await Group.HoldAsync(this);
        var twice = Enumerable.Range(0, 6).Select(_ => WriteAsync(_store, s_names[0], 2)).ToList();
        var beside = WriteAsync(_store, s_names[1], 2);
        _timers.Fire();
        Assert.Single(await WithinReasonAsync(Task.WhenAll(twice)), won => won);
        Assert.True(await beside);
        await HoldsAsync(s_names[0], 2, 2);
    }

    [PostgresFact]
    public async Task Who_is_too_late_is_refused_and_nobody_else()
    {
        Assert.True(await WriteAsync(_direct, s_names[3], 2));
        await using var group = await Group.HoldAsync(this);
        var writes = s_names.Select(n => WriteAsync(_store, n, 2)).ToList();
        _timers.Fire();
        var written = await WithinReasonAsync(Task.WhenAll(writes));
        Assert.Equal([s_names[3]], s_names.Where((_, i) => !written[i]));
        await HoldsAsync(s_names[3], 2, 2);
    }

    [PostgresFact]
    public async Task One_whose_events_cannot_be_kept_spoils_nothing_for_the_others()
    {
        await ScalarAsync(
            "INSERT INTO two_factor_events (tenant, user_id, sequence, write_id, at, type, hash) VALUES "
                + $"('t', '{s_names[5]}', 2, gen_random_uuid(), 1, 'planted', '\\x00')"
        );
        await using var group = await Group.HoldAsync(this);
        var writes = s_names.ToDictionary(n => n, n => WriteAsync(_store, n, 2), StringComparer.Ordinal);
        _timers.Fire();
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() => WithinReasonAsync(writes[s_names[5]]));
        Assert.Contains("from outside", e.Message, StringComparison.Ordinal);
        foreach (var name in s_names.Where(n => n != s_names[5]))
            Assert.True(await WithinReasonAsync(writes[name]));
    }

    [PostgresFact]
    public async Task A_row_that_others_hold_holds_up_its_own_write_alone()
    {
        await using var other = await NpgsqlDataSource.Create(_connection).OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = other.CreateCommand())
        {
            command.CommandText = $"SELECT * FROM two_factor_accounts WHERE user_id = '{s_names[2]}' FOR UPDATE";
            await command.ExecuteNonQueryAsync();
        }

        await using var group = await Group.HoldAsync(this);
        var writes = s_names.ToDictionary(n => n, n => WriteAsync(_store, n, 2), StringComparer.Ordinal);
        _timers.Fire();
        foreach (var name in s_names.Where(n => n != s_names[2]))
            Assert.True(await WithinReasonAsync(writes[name]));

        Assert.False(writes[s_names[2]].IsCompleted);
        await transaction.CommitAsync();
        Assert.True(await WithinReasonAsync(writes[s_names[2]]));
    }

    [PostgresFact]
    public async Task A_group_whose_answer_was_lost_is_known_to_be_done_by_each_and_done_once()
    {
        Assert.True(await WriteAsync(_direct, s_names[3], 2));
        await using var group = await Group.HoldAsync(this, BreakableProxy.Break.OnTheWayBack);
        var writes = s_names.Select(n => WriteAsync(_store, n, 2)).ToList();
        _timers.Fire();
        var written = await WithinReasonAsync(Task.WhenAll(writes));
        Assert.Equal(1, _wire.Broken);
        Assert.Equal([s_names[3]], s_names.Where((_, i) => !written[i]));
        foreach (var name in s_names)
            await HoldsAsync(name, 2, 2);
    }

    [PostgresFact]
    public async Task A_group_that_never_arrived_is_sent_again_each_for_itself()
    {
        await using var group = await Group.HoldAsync(this, BreakableProxy.Break.BeforeItArrives);
        var writes = s_names.Select(n => WriteAsync(_store, n, 2)).ToList();
        _timers.Fire();
        Assert.All(await WithinReasonAsync(Task.WhenAll(writes)), Assert.True);
        Assert.Equal(1, _wire.Broken);
        foreach (var name in s_names)
            await HoldsAsync(name, 2, 2);
    }

    [PostgresFact]
    public async Task A_group_that_a_pooler_lost_is_in_doubt_too()
    {
        await using var group = await Group.HoldAsync(this, BreakableProxy.Break.AnsweredByAPooler);
        var writes = s_names.Select(n => WriteAsync(_store, n, 2)).ToList();
        _timers.Fire();
        Assert.All(await WithinReasonAsync(Task.WhenAll(writes)), Assert.True);
        foreach (var name in s_names)
            await HoldsAsync(name, 2, 2);
    }

    [PostgresFact]
    public async Task Who_was_written_by_a_group_knows_it_though_others_have_written_since()
    {
        _wire.Meanwhile = async () =>
        {
            foreach (var name in s_names)
                Assert.True(await WriteAsync(_direct, name, 3));
        };
        await using var group = await Group.HoldAsync(this, BreakableProxy.Break.OnTheWayBack);
        var writes = s_names.Select(n => WriteAsync(_store, n, 2)).ToList();
        _timers.Fire();
        Assert.All(await WithinReasonAsync(Task.WhenAll(writes)), Assert.True);
        Assert.Null(_wire.Problem);
        foreach (var name in s_names)
            await HoldsAsync(name, 3, 3);
    }

    [PostgresFact]
    public async Task Who_was_not_written_by_a_group_is_not_though_its_event_looks_the_same()
    {
        // The group never arrives; meanwhile others write the very same.
        await using var group = await Group.HoldAsync(this, BreakableProxy.Break.BeforeItArrives);
        var stuck = await Group.HoldRowsAsync(this);
        var writes = s_names.Select(n => WriteAsync(_store, n, 2)).ToList();
        _timers.Fire();
        while (_wire.Broken == 0)
            await Task.Delay(10);

        await using (stuck)
        {
            await stuck.ExecuteAsync(
                """
                UPDATE two_factor_accounts SET version = 2, write_id = gen_random_uuid() WHERE user_id LIKE 'user%';
                INSERT INTO two_factor_events (tenant, user_id, sequence, write_id, at, type, hash)
                SELECT 't', user_id, 2, write_id, 2, 'verification', '\x010203' FROM two_factor_accounts WHERE user_id LIKE 'user%'
                """
            );
            await stuck.CommitAsync();
        }

        Assert.All(await WithinReasonAsync(Task.WhenAll(writes)), Assert.False);
    }

    [PostgresFact]
    public async Task Groups_of_several_processes_never_wait_for_each_other()
    {
        // Each in an order of its own: with locks that wait for each other some would be rolled back.
        await using var other = Open(_connection);
        var stores = new[] { _direct, new PostgreSqlAccountStore(other) };
        var won = new int[stores.Length];
        await Task.WhenAll(
            stores.SelectMany(
                (store, s) =>
                    Enumerable
                        .Range(0, 24)
                        .Select(i =>
                            Task.Run(async () =>
                            {
                                var dice = new Random((s * 100) + i);
                                for (var n = 0; n < 60; n++)
                                {
                                    var name = s_names[dice.Next(s_names.Length)];
                                    var row = (await store.FindAsync(Key(name), default))!;
                                    if (await WriteAsync(store, name, row.Version + 1))
                                        Interlocked.Increment(ref won[s]);
                                }
                            })
                        )
            )
        );
        Assert.All(won, w => Assert.True(w > 0));
        Assert.Equal(
            (long)won.Sum(),
            Convert.ToInt64(
                await ScalarAsync("SELECT sum(version - 1) FROM two_factor_accounts WHERE user_id LIKE 'user%'"),
                System.Globalization.CultureInfo.InvariantCulture
            )
        );
        Assert.Equal(
            0L,
            await ScalarAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        );
    }

    [PostgresFact]
    public async Task A_group_that_did_not_wait_for_its_replica_is_believed_by_none()
    {
        await using var server = await PostgresServer.StartAsync();
        await using (var first = Open(server.ConnectionString))
        {
            foreach (var name in s_names.Append("alice"))
                Assert.True(await WriteAsync(new PostgreSqlAccountStore(first), name, 1));
        }

        await server.KillAsync();
        await File.AppendAllTextAsync(
            Path.Combine(server.Data, "postgresql.conf"),
            "synchronous_standby_names = 'one_that_is_gone'\n"
        );
        await server.ResumeAsync();
        await using var watcher = await NpgsqlDataSource.Create(server.ConnectionString).OpenConnectionAsync();
        var version = 2;
        foreach (
            var settings in new[] { "", ";Options=-c synchronous_commit=off", ";Options=-c client_min_messages=error" }
        )
        {
            await using var database = Open(server.ConnectionString + settings, TimeSpan.FromSeconds(1));
            var store = new PostgreSqlAccountStore(database);
            var writes = s_names.Select(n => WriteAsync(store, n, version)).ToList();
            var all = Task.WhenAll(writes);
            while (!all.IsCompleted)
            {
                await using var command = watcher.CreateCommand();
                command.CommandText =
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
                await command.ExecuteNonQueryAsync();
                await Task.Delay(50);
            }

            foreach (var write in writes)
                await Assert.ThrowsAsync<TwoFactorStoreException>(() => write);

            version++;
        }
    }

    private static AccountKey Key(string name) => new("t", name);

    private static async Task<bool> WriteAsync(
        PostgreSqlAccountStore store,
        string name,
        long version,
        int events = 1
    ) =>
        await store.TryWriteAsync(
            Rows.Row(Key(name), version),
            version - 1,
            [.. Enumerable.Range(0, events).Select(i => Rows.Event(version + i) with { UserId = name })],
            default
        );

    // No promise on time, but what hangs must not hang the suite.
    private static Task<T> WithinReasonAsync<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60));

    private async Task HoldsAsync(string name, long version, int events)
    {
        Assert.Equal(version, (await _direct.FindAsync(Key(name), default))!.Version);
        Assert.Equal(events, (await _direct.ReadAsync(Key(name), 0, 10, default)).Count);
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_connection);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static PostgreSqlDatabase Open(string connection, TimeSpan? patience = null, TimeProvider? clock = null) =>
        new(
            new PostgreSqlStoreOptions
            {
                ConnectionString = connection + ";Maximum Pool Size=40",
                Patience = patience ?? TimeSpan.FromSeconds(30),
            },
            clock ?? TimeProvider.System
        );

    /// <summary>
    /// Holds the row whose write goes first, and those whose writes go beside it, so that they have to wait: all that
    /// are asked for meanwhile go in one group.
    /// </summary>
    private sealed class Group(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        private const string Held =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

        private readonly List<Task<bool>> _first = [];

        public static async Task<Group> HoldAsync(GroupTests tests, BreakableProxy.Break next = default)
        {
            var group = await HoldAsync(tests, "user_id = 'alice' OR user_id LIKE 'beside%'");
            foreach (var name in s_beside.Prepend("alice"))
            {
                tests._wire.Breaks.Enqueue(BreakableProxy.Break.None);
                group._first.Add(WriteAsync(tests._store, name, 2));
            }

            // What comes next over the wire is the group.
            while ((long)(await tests.ScalarAsync(Held))! < group._first.Count)
                continue;

            tests._wire.Breaks.Enqueue(next);
            return group;
        }

        public static Task<Group> HoldRowsAsync(GroupTests tests) => HoldAsync(tests, "user_id LIKE 'user%'");

        public async Task ExecuteAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }

        public Task CommitAsync() => transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
            Assert.All(await WithinReasonAsync(Task.WhenAll(_first)), Assert.True);
        }

        private static async Task<Group> HoldAsync(GroupTests tests, string rows)
        {
            var connection = await NpgsqlDataSource.Create(tests._connection).OpenConnectionAsync();
            var group = new Group(connection, await connection.BeginTransactionAsync());
            await group.ExecuteAsync($"SELECT * FROM two_factor_accounts WHERE {rows} FOR UPDATE");
            return group;
        }
    }
}
