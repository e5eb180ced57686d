using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TwoFactor.Shared;

namespace TwoFactor.Bench.Stores;

/// <summary>Whole verifications on real databases beside what the database does for one row.</summary>
internal static class StoreProgram
{
    private const string Picture = "docs/performance.svg";

    // Room for the pools of all contenders, and no checkpoint in the midst of a round: after one, the log has whole
    // pages for a while.
    private const string Settings = """

        max_connections = 2600
        checkpoint_timeout = 1h
        max_wal_size = 16GB
        """;

    /// <param name="isQuick">Under two minutes, or longer and finer.</param>
    /// <param name="draws">Whether the picture of the docs is drawn anew; from the repository's root.</param>
    public static async Task<int> RunAsync(bool isQuick, bool draws)
    {
        var machine = Machine.Describe();
        var tasks = isQuick ? new[] { 1, 16, 64 } : [1, 4, 16, 64, 256];
        var (rounds, length) = isQuick ? (5, TimeSpan.FromSeconds(0.4)) : (11, TimeSpan.FromSeconds(1));
        await using var server = await PostgresServer.StartAsync(isLasting: true, Settings);
        var contest = new StoreContest(2_000, rounds, length, tasks, server.ProcessId);
        var contenders = new List<IContender>
        {
            new RawUpdate(await NewDatabaseAsync(server, "raw"), reads: false),
            new RawUpdate(await NewDatabaseAsync(server, "reads"), reads: true),
            await OursAsync(server, "ours", "TwoFactor, PostgreSQL", shares: true),
            await OursAsync(server, "single", "TwoFactor, a statement for each", shares: false),
            await EntityFrameworkAsync(server),
            await IdentityAsync(server, "identity", hasCookies: true),
            await IdentityAsync(server, "bare", hasCookies: false),
        };
        var folder = Directory.CreateTempSubdirectory("bench");
        contenders.Add(
            new Verifications("TwoFactor, SQLite", b => b.UseSqlite(Path.Combine(folder.FullName, "two-factor.db")))
        );
        Console.WriteLine(
            $"Operations a second, and in brackets the ratio to the first row; {rounds} rounds of "
                + $"{length.TotalSeconds} s, commits on disk. {machine}.\n"
        );
        var results = await contest.RunAsync(contenders);
        Console.WriteLine(StoreTable.Write(results));
        if (draws)
            await File.WriteAllTextAsync(
                Picture,
                StorePicture.Draw(
                    results,
                    $"PostgreSQL 15 and SQLite, commits on disk, {Environment.ProcessorCount} processors"
                )
            );

        foreach (var contender in contenders)
            await contender.DisposeAsync();

        folder.Delete(recursive: true);
        return 0;
    }

    private static async Task<Verifications> OursAsync(PostgresServer server, string database, string name, bool shares)
    {
        var connection = await NewDatabaseAsync(server, database);
        return new Verifications(
            name,
            b => b.UsePostgreSql(o => (o.ConnectionString, o.ShareStatements) = (connection, shares)),
            () => ExecuteAsync(connection, "VACUUM ANALYZE")
        );
    }

    private static async Task<Verifications> EntityFrameworkAsync(PostgresServer server)
    {
        var connection = await NewDatabaseAsync(server, "ef") + ";Maximum Pool Size=300";
        var options = new DbContextOptionsBuilder<FactorContext>().UseNpgsql(connection).Options;
        await using (var context = new FactorContext(options))
            await context.Database.EnsureCreatedAsync();

        return new Verifications(
            "TwoFactor, EF Core, PostgreSQL",
            b =>
            {
                b.Services.AddDbContextPool<FactorContext>(o => o.UseNpgsql(connection));
                b.UseEntityFrameworkCore<FactorContext>();
            },
            () => ExecuteAsync(connection, "VACUUM ANALYZE")
        );
    }

    private static async Task<IdentityVerifications> IdentityAsync(
        PostgresServer server,
        string database,
        bool hasCookies
    ) => new(await NewDatabaseAsync(server, database) + ";Maximum Pool Size=300", hasCookies);

    private static async Task<string> NewDatabaseAsync(PostgresServer server, string name)
    {
        await ExecuteAsync(server.ConnectionString, $"CREATE DATABASE {name}");
        return server.ConnectionString.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
