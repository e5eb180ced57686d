using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>
/// What one verification costs in things that can be counted on any machine: statements, round trips, bytes of the
/// server's log. The figures that they are held to are in Fixtures/costs.tsv; a change that needs more says so there.
/// </summary>
public sealed class CostTests(Postgres postgres, ITestOutputHelper output)
{
    private const int Users = 20;
    private const int Turns = 5;

    // Pages are split now and then, and the server writes something of its own.
    private const double Tolerance = 1.1;

    [PostgresFact]
    public async Task A_verification_on_a_plain_connection_string_costs_no_more_than_it_did()
    {
        var connection = await postgres.NewDatabaseAsync();
        using var wire = new BreakableProxy(postgres.Server.Port);
        var clock = new ManualTimeProvider(Rows.Start);
        var plain = connection.Replace($"Port={postgres.Server.Port}", $"Port={wire.Port}");
        await using var users = await CostlyUsers.EnrollAsync(Users, clock, b => b.UsePostgreSql(plain));
        var statements = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                // Tests beside this one have databases of their own.
                if (
                    a.GetTagItem("db.namespace") is string name
                    && connection.Contains($"Database={name};", StringComparison.Ordinal)
                )
                    Interlocked.Increment(ref statements);
            },
        };
        for (var turn = 0; turn <= Turns; turn++)
        {
            // What is prepared and cached is so after the first turn.
            if (turn == 1)
            {
                ActivitySource.AddActivityListener(listener);
                wire.Sent = 0;
            }

            clock.Advance(TimeSpan.FromSeconds(30));
            await users.VerifyEachAsync();
        }

        const double Operations = Users * Turns;
        CostTable.Check(output, "statements", statements / Operations, 1);
        CostTable.Check(output, "round trips", wire.Sent / Operations, 1);
    }

    [PostgresFact]
    public async Task A_write_logs_no_more_than_it_did()
    {
        await using var server = await Shared.PostgresServer.StartAsync(settings: "autovacuum = off\n");
        using var database = new PostgreSqlDatabase(
            new PostgreSqlStoreOptions { ConnectionString = server.ConnectionString },
            TimeProvider.System
        );
        var store = new PostgreSqlAccountStore(database);
        await WriteAsync(store, 1);
        var before = await LogAsync(server.ConnectionString);
        for (var version = 2; version <= 1 + Turns; version++)
            await WriteAsync(store, version);

        CostTable.Check(
            output,
            "bytes of log",
            (await LogAsync(server.ConnectionString) - before) / (Users * Turns),
            Tolerance
        );
    }

    private static async Task WriteAsync(PostgreSqlAccountStore store, long version)
    {
        for (var i = 0; i < Users; i++)
        {
            // As different each time as what is sealed: the server logs what has changed.
            var content = new byte[1_000];
            new Random((int)(version * Users) + i).NextBytes(content);
            var key = new AccountKey("t", $"user{i}");
            var row = new AccountRow
            {
                Key = key,
                Version = version,
                Sealed = content,
                Methods = "totp",
                UpdatedAt = Rows.Start,
            };
            Assert.True(
                await store.TryWriteAsync(row, version - 1, [Rows.Event(version) with { UserId = key.UserId }], default)
            );
        }
    }

    private static async Task<double> LogAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("SELECT (pg_current_wal_insert_lsn() - '0/0')::float8");
        return (double)(await command.ExecuteScalarAsync())!;
    }
}
