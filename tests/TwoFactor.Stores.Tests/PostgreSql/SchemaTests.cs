using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace TwoFactor.Tests;

/// <summary>
/// How the tables come about, and what an operator is told when something is wrong with them or with the server.
/// </summary>
public sealed class SchemaTests(Postgres postgres)
{
    [PostgresFact]
    public async Task Many_first_starts_at_once_make_one_schema()
    {
        var connection = await postgres.NewDatabaseAsync();
        var written = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        await using var database = Open(connection);
                        return await new PostgreSqlAccountStore(database).TryWriteAsync(
                            Rows.Row(Rows.Alice with { UserId = $"user{i}" }, 1),
                            0,
                            [Rows.Event(1)],
                            default
                        );
                    })
                )
        );
        Assert.All(written, Assert.True);
    }

    [PostgresFact]
    public async Task A_database_of_an_older_schema_is_brought_up_to_date_and_keeps_what_it_holds()
    {
        foreach (var partitions in new[] { 0, 4 })
        {
            var connection = await postgres.NewDatabaseAsync();
            await ExecuteAsync(connection, PostgreSqlSchema.ScriptOf(1, partitions));
            await ExecuteAsync(
                connection,
                """
                INSERT INTO two_factor_accounts (tenant, user_id, version, write_id, sealed, is_enrolled, methods, updated_at)
                VALUES ('t', 'alice', 1, gen_random_uuid(), '\x01', true, 'totp', 1);
                INSERT INTO two_factor_events (tenant, user_id, sequence, write_id, at, type, hash)
                VALUES ('t', 'alice', 1, gen_random_uuid(), 1, 'verification', '\x00')
                """
            );
            Assert.Contains(
                "PostgreSqlSchema.Script(1)",
                await ProblemAsync(connection, manage: false),
                StringComparison.Ordinal
            );
            await using var database = Open(connection);
            var store = new PostgreSqlAccountStore(database);
            Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default));
            Assert.Equal(2, (await store.ReadAsync(Rows.Alice, 0, 10, default)).Count);
            Assert.Equal(
                PostgreSqlSchema.Version,
                await ExecuteAsync(connection, "SELECT version FROM two_factor_schema")
            );
            Assert.Equal(
                0L,
                await ExecuteAsync(
                    connection,
                    "SELECT count(*) FROM pg_constraint WHERE contype = 'c' AND conrelid::regclass::text LIKE "
                        + "'two_factor%'"
                )
            );
        }
    }

    [PostgresFact]
    public async Task The_script_makes_the_same_schema_in_a_schema_of_the_hosts_choice()
    {
        var connection = await postgres.NewDatabaseAsync();
        await ExecuteAsync(connection, "CREATE SCHEMA auth");
        connection += ";Search Path=auth";
        await ExecuteAsync(connection, PostgreSqlSchema.Script());
        await using var database = Open(connection, manage: false);
        Assert.True(
            await new PostgreSqlAccountStore(database).TryWriteAsync(
                Rows.Row(Rows.Alice, 1),
                0,
                [Rows.Event(1)],
                default
            )
        );
        Assert.Equal(1L, await ExecuteAsync(connection, "SELECT count(*) FROM auth.two_factor_accounts"));
        Assert.Throws<ArgumentOutOfRangeException>(() => PostgreSqlSchema.Script(99));
        Assert.DoesNotContain(
            "CREATE TABLE two_factor_accounts",
            PostgreSqlSchema.Script(PostgreSqlSchema.Version),
            StringComparison.Ordinal
        );
    }

    [PostgresFact]
    public async Task Tables_that_are_missing_or_of_another_version_are_told_with_the_remedy()
    {
        var connection = await postgres.NewDatabaseAsync();
        Assert.Contains(
            "PostgreSqlSchema.Script(0)",
            await ProblemAsync(connection, manage: false),
            StringComparison.Ordinal
        );
        await using (var database = Open(connection))
            await new PostgreSqlAccountStore(database).FindAsync(Rows.Alice, default);

        await ExecuteAsync(connection, "UPDATE two_factor_schema SET version = 99");
        Assert.Contains("Update the library", await ProblemAsync(connection), StringComparison.Ordinal);
        await ExecuteAsync(connection, "UPDATE two_factor_schema SET version = 2; DROP TABLE two_factor_accounts");
        Assert.Contains("missing or changed", await ProblemAsync(connection), StringComparison.Ordinal);
    }

    [PostgresFact]
    [Trait("Req", "R90")]
    public async Task What_is_wrong_with_the_server_is_told_with_the_remedy_and_without_the_password()
    {
        const string Secret = "a-password-that-nobody-may-see";
        var connection = await postgres.NewDatabaseAsync();
        await ExecuteAsync(connection, "CREATE ROLE reader LOGIN");
        var port = new NpgsqlConnectionStringBuilder(connection).Port;
        (string Connection, string Expected)[] cases =
        [
            (connection.Replace("Username=postgres", "Username=reader"), "Grant SELECT, INSERT, UPDATE and DELETE"),
            (connection.Replace("Username=postgres", "Username=nobody"), "user name and password"),
            (connection.Replace("Database=test", "Database=none"), "no such database"),
            (connection.Replace($"Port={port}", "Port=1"), "cannot be reached"),
            (connection + ";Options=-c default_transaction_read_only=on", "takes no writes"),
        ];
        foreach (var (broken, expected) in cases)
        {
            var problem = await ProblemAsync($"{broken};Password={Secret}");
            Assert.Contains(expected, problem, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    [Trait("Req", "R91")]
    public async Task An_event_that_somebody_planted_stops_the_account_and_not_the_trail()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using var database = Open(connection);
        var store = new PostgreSqlAccountStore(database);
        await store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default);
        await ExecuteAsync(
            connection,
            "INSERT INTO two_factor_events (tenant, user_id, sequence, write_id, at, type, hash) VALUES "
                + "('t', 'alice', 2, gen_random_uuid(), 9223372036854775807, 'verification', '\\x00')"
        );
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default)
        );
        Assert.Contains("from outside", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await store.FindAsync(Rows.Alice, default))!.Version);
        Assert.Equal(2, (await store.ReadAsync(Rows.Alice, 0, 10, default)).Count);
    }

    [PostgresFact]
    public async Task A_data_source_of_the_hosts_is_used_and_left_to_the_host()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        await using (
            var services = new ServiceCollection()
                .AddTwoFactor(o => o.Sealing.AllowEphemeralKey = true)
                .UsePostgreSql(o => o.DataSource = source)
                .Services.BuildServiceProvider()
        )
        {
            Assert.IsType<PostgreSqlQuotaStore>(services.GetRequiredService<IQuotaStore>());
            Assert.Null(await services.GetRequiredService<IAccountStore>().FindAsync(Rows.Alice, default));
        }

        await using var command = source.CreateCommand("SELECT count(*) FROM two_factor_accounts");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public void Options_are_checked()
    {
        static string? Problem(PostgreSqlStoreOptions options) =>
            new PostgreSqlStoreOptionsValidator().Validate(null, options).FailureMessage;
        Assert.Contains("ConnectionString is empty", Problem(new PostgreSqlStoreOptions()), StringComparison.Ordinal);
        Assert.Contains(
            "Patience",
            Problem(new PostgreSqlStoreOptions { ConnectionString = "Host=x", Patience = TimeSpan.FromHours(1) }),
            StringComparison.Ordinal
        );
        var problem = Problem(new PostgreSqlStoreOptions { ConnectionString = "Host=x;Pasword=secret" });
        Assert.Contains("cannot be read", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
        Assert.Contains(
            "names no host",
            Problem(new PostgreSqlStoreOptions { ConnectionString = "Database=x" }),
            StringComparison.Ordinal
        );
        Assert.Null(Problem(new PostgreSqlStoreOptions { ConnectionString = "Host=x" }));
    }

    private static async Task<string> ProblemAsync(string connection, bool manage = true)
    {
        await using var database = Open(connection, manage, TimeSpan.Zero);
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await new PostgreSqlAccountStore(database).TryWriteAsync(
                Rows.Row(Rows.Alice, 1),
                0,
                [Rows.Event(1)],
                default
            )
        );
        return e.ToString();
    }

    private static PostgreSqlDatabase Open(string connection, bool manage = true, TimeSpan? patience = null) =>
        new(
            new PostgreSqlStoreOptions
            {
                ConnectionString = connection,
                ManageSchema = manage,
                Patience = patience ?? TimeSpan.FromSeconds(15),
            },
            TimeProvider.System
        );

    private static async Task<object?> ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
