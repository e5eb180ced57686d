using Npgsql;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>
/// What is prepared and when: on the plain connection string of a host all that is asked all the time, behind a pooler
/// nothing. And nothing is reset that was never set.
/// </summary>
[Trait("Req", "R90")]
public sealed class PreparedStatementTests(Postgres postgres)
{
    [PostgresFact]
    public async Task On_a_plain_connection_string_the_statements_are_prepared_and_stay()
    {
        var connection = await postgres.NewDatabaseAsync(";Maximum Pool Size=1");
        Assert.Equal(["SELECT", "UPDATE", "INSERT"], await PreparedAsync(connection, null));
    }

    [PostgresFact]
    public async Task Whoever_says_so_has_nothing_prepared()
    {
        var connection = await postgres.NewDatabaseAsync(";Maximum Pool Size=1");
        Assert.Empty(await PreparedAsync(connection, false));
    }

    [Theory(
        SkipType = typeof(PgBouncer),
        SkipUnless = nameof(PgBouncer.IsInstalled),
        Skip = "PgBouncer is not installed on this machine."
    )]
    [InlineData("transaction")]
    [InlineData("session")]
    public async Task Behind_a_pooler_the_store_passes_its_kits_and_prepares_nothing(string mode)
    {
        using var bouncer = await PgBouncer.StartAsync(postgres.Server.Port, mode);
        var connection = (await postgres.NewDatabaseAsync(";Maximum Pool Size=15")).Replace(
            $"Port={postgres.Server.Port}",
            $"Port={bouncer.Port}"
        );
        using var one = Open(connection, null);
        using var other = Open(connection, null);
        var opened = 0;
        PostgreSqlDatabase Next() => opened++ % 2 == 0 ? one : other;

        (await new AccountStoreKit<PostgreSqlAccountStore>(() => new(Next())).RunAsync()).ThrowIfFailed();
        (await new PolicyStoreKit<PostgreSqlAccountStore>(() => new(Next())).RunAsync()).ThrowIfFailed();
        (await new QuotaStoreKit(() => new PostgreSqlQuotaStore(Next())).RunAsync()).ThrowIfFailed();
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_prepared_statements");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    // One connection is all there is: what is prepared on it is what the store prepared.
    private static async Task<string[]> PreparedAsync(string connection, bool? option)
    {
        using var database = Open(connection, option);
        var store = new PostgreSqlAccountStore(database);
        await store.FindAsync(Rows.Alice, default);
        for (var version = 0; version < 3; version++)
            Assert.True(
                await store.TryWriteAsync(
                    Rows.Row(Rows.Alice, version + 1),
                    version,
                    [Rows.Event(version + 1)],
                    default
                )
            );

        await store.FindAsync(Rows.Alice, default);
        return await database.ReadAsync(
            async (open, token) =>
            {
                using var command = open.CreateCommand();
                command.CommandText = "SELECT array_agg(statement) FROM pg_prepared_statements";
                return await command.ExecuteScalarAsync(token) is string[] statements
                    ?
                    [
                        .. new[] { "SELECT", "UPDATE", "INSERT" }.Where(kind =>
                            Array.Exists(
                                statements,
                                s =>
                                    s.StartsWith(kind, StringComparison.Ordinal)
                                    || s.StartsWith($"WITH written AS ({kind}", StringComparison.Ordinal)
                            )
                        ),
                    ]
                    : (string[])[];
            },
            default
        );
    }

    private static PostgreSqlDatabase Open(string connection, bool? prepares) =>
        new(
            new PostgreSqlStoreOptions { ConnectionString = connection, PrepareStatements = prepares },
            TimeProvider.System
        );
}
