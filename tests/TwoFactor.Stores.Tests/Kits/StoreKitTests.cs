using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Shared;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>Every store that the library has passes its kit.</summary>
[Trait("Req", "R90")]
public sealed class StoreKitTests(Postgres postgres, Dynalite dynalite, ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly List<IDisposable> _open = [];

    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Memory()
    {
        var store = new InMemoryAccountStore();
        await PassAsync(() => store);
        var quotas = new InMemoryQuotaStore();
        await PassAsync(() => quotas);
    }

    [Fact]
    public async Task Sqlite()
    {
        SqliteDatabase Open()
        {
            var database = new SqliteDatabase(
                new SqliteStoreOptions { Path = Path.Combine(_folder.FullName, "store.db") }
            );
            _open.Add(database);
            return database;
        }

        await PassAsync(() => new SqliteAccountStore(Open()));
        await PassAsync(() => new SqliteQuotaStore(Open()));
    }

    [Fact]
    public async Task The_sample_of_a_store_of_ones_own()
    {
        var path = Path.Combine(_folder.FullName, "two-factor.json");
        await PassAsync(() => new CustomStoreSample.JsonFileStore(path));
    }

    [PostgresFact]
    public async Task PostgreSql() => await PassPostgreSqlAsync(await postgres.NewDatabaseAsync());

    [PostgresFact]
    public async Task PostgreSql_with_prepared_statements_and_a_stricter_isolation() =>
        await PassPostgreSqlAsync(
            await postgres.NewDatabaseAsync(
                ";Max Auto Prepare=20;Auto Prepare Min Usages=1;No Reset On Close=true;Options=-c "
                    + "default_transaction_isolation=serializable"
            )
        );

    [PostgresFact]
    public async Task PostgreSql_in_partitions()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using (var source = Npgsql.NpgsqlDataSource.Create(connection))
        await using (var command = source.CreateCommand(PostgreSqlSchema.Script(partitions: 4)))
            await command.ExecuteNonQueryAsync();

        await PassPostgreSqlAsync(connection, manage: false);
    }

    [DynaliteFact]
    public async Task DynamoDb()
    {
        // Two processes, as it were, each with a client and a memory of its own.
        var table = await dynalite.NewTableAsync();
        DynamoDbDatabase[] databases = [await dynalite.OpenAsync(table), await dynalite.OpenAsync(table)];
        _open.AddRange(databases);
        var opened = 0;
        DynamoDbDatabase Open() => databases[opened++ % databases.Length];

        await PassAsync(() => new DynamoDbAccountStore(Open()));
        await PassAsync(() => new DynamoDbQuotaStore(Open()));
    }

    [RedisTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Redis(bool isCluster)
    {
        await using var server = await RedisServer.StartAsync(isCluster);
        await using var one = new RedisConnection(server.Options(), null);
        await using var other = new RedisConnection(server.Options(), null);
        var opened = 0;
        await PassAsync(() => new RedisQuotaStore(opened++ % 2 == 0 ? one : other, server.Options()));
    }

    [Fact]
    public async Task Entity_Framework_on_SQLite() =>
        await PassEntityFrameworkAsync(o => o.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "ef.db")}"));

    [PostgresFact]
    public async Task Entity_Framework_on_PostgreSQL()
    {
        var connection = await postgres.NewDatabaseAsync();
        await PassEntityFrameworkAsync(o => o.UseNpgsql(connection));
    }

    [PostgresFact]
    public async Task Entity_Framework_with_a_strategy_that_retries_by_itself()
    {
        var connection = await postgres.NewDatabaseAsync();
        await PassEntityFrameworkAsync(o => o.UseNpgsql(connection, n => n.EnableRetryOnFailure()));
    }

    private async Task PassPostgreSqlAsync(string connection, bool manage = true)
    {
        // Two processes, as it were, each with a pool of its own: one for every opening would use up the server's
        // connections.
        var databases = Enumerable
            .Range(0, 2)
            .Select(_ => new PostgreSqlDatabase(
                new PostgreSqlStoreOptions
                {
                    ConnectionString = connection + ";Maximum Pool Size=20",
                    ManageSchema = manage,
                },
                TimeProvider.System
            ))
            .ToList();
        _open.AddRange(databases);
        var opened = 0;
        PostgreSqlDatabase Open() => databases[opened++ % databases.Count];

        await PassAsync(() => new PostgreSqlAccountStore(Open()));
        await PassAsync(() => new PostgreSqlQuotaStore(Open()));
    }

    private async Task PassEntityFrameworkAsync(Action<DbContextOptionsBuilder> configure)
    {
        var services = new ServiceCollection().AddDbContext<HostContext>(configure).BuildServiceProvider();
        _open.Add(services);
        await using (var scope = services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<HostContext>().CreateTablesAsync();

        EntityFrameworkDatabase<HostContext> Open()
        {
            var database = new EntityFrameworkDatabase<HostContext>(
                services.GetRequiredService<IServiceScopeFactory>()
            );
            _open.Add(database);
            return database;
        }

        await PassAsync(() => new EntityFrameworkAccountStore<HostContext>(Open()));
        await PassAsync(() => new EntityFrameworkQuotaStore<HostContext>(Open()));
    }

    private async Task PassAsync<TStore>(Func<TStore> open)
        where TStore : IAccountStore, IPolicyStore, IAuditStore
    {
        await PassAsync(new AccountStoreKit<TStore>(open));
        await PassAsync(new PolicyStoreKit<TStore>(open));
    }

    private Task PassAsync(Func<IQuotaStore> open) => PassAsync(new QuotaStoreKit(open));

    private async Task PassAsync(ConformanceKit kit)
    {
        var report = await kit.RunAsync(TestContext.Current.CancellationToken);
        output.WriteLine(report.ToString());
        report.ThrowIfFailed();
    }
}
