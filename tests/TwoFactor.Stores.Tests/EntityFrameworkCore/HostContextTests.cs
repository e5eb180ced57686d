using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Conventions;

namespace TwoFactor.Tests;

/// <summary>The store in a host's own context: what the host does there does not reach it.</summary>
public sealed class HostContextTests(Postgres postgres) : IAsyncDisposable
{
    // How the statement begins that writes an account and its events at once.
    private const string OneStatementMark = "WITH written AS";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly List<ServiceProvider> _services = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
            await services.DisposeAsync();

        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [PostgresFact]
    public async Task The_migration_that_the_tool_made_is_the_model()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using var context = Context(o => o.UseNpgsql(connection));
        Assert.False(context.Database.HasPendingModelChanges());
        await context.Database.MigrateAsync();
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
    }

    [PostgresFact]
    [Trait("Req", "R31")]
    public async Task A_lock_stays_when_the_host_rolls_back_its_own_work()
    {
        var connection = await postgres.NewDatabaseAsync();
        var services = await ServicesAsync(o => o.UseNpgsql(connection));
        var verification = services.GetRequiredService<IVerificationService>();
        var pending = await services
            .GetRequiredService<IEnrollmentService>()
            .EnrollAsync(
                new EnrollmentRequest
                {
                    UserId = "alice",
                    Proof = new FreshProof { PasswordVerifiedAt = DateTimeOffset.UtcNow },
                }
            );
        await services
            .GetRequiredService<IEnrollmentService>()
            .ConfirmAsync(
                "alice",
                pending.FactorId!,
                Testing.VirtualAuthenticator.Scan(pending.Uri).CodeAt(TimeProvider.System)
            );
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<HostContext>();
        await using (await context.Database.BeginTransactionAsync())
        {
            context.Orders.Add(new Order { Id = 1 });
            await context.SaveChangesAsync();
            for (var i = 0; i < 5; i++)
                Assert.NotEqual(
                    TwoFactorOutcome.Accepted,
                    (
                        await verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = "000000" })
                    ).Outcome
                );
        }

        Assert.Empty(await context.Orders.ToListAsync());
        Assert.Equal(
            TwoFactorOutcome.Locked,
            (await verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = "000000" })).Outcome
        );
        Assert.True((await services.GetRequiredService<IAuditService>().VerifyAsync(null)).IsIntact);
    }

    [PostgresFact]
    [Trait("Req", "R90")]
    public Task A_commit_whose_answer_was_lost_is_known_to_be_done_and_done_once() =>
        LoseAnswersAsync(hasHostsColumn: true);

    [PostgresFact]
    [Trait("Req", "R90")]
    public Task A_statement_whose_answer_was_lost_is_known_to_be_done_and_done_once() =>
        LoseAnswersAsync(hasHostsColumn: false);

    private async Task LoseAnswersAsync(bool hasHostsColumn)
    {
        var connection = await postgres.NewDatabaseAsync();
        using var wire = new BreakableProxy(postgres.Server.Port, "COMMIT\0", OneStatementMark);
        var port = $"Port={postgres.Server.Port}";
        foreach (var retries in new[] { false, true })
        {
            var services = await ServicesAsync(o =>
            {
                o.UseNpgsql(
                    connection.Replace(port, $"Port={wire.Port}") + ";No Reset On Close=true",
                    n => _ = retries ? n.EnableRetryOnFailure() : n
                );
                _ = hasHostsColumn ? o.UseModel(ModelWithHostsColumn()) : o;
            });
            var store = services.GetRequiredService<IAccountStore>();
            var key = Rows.Alice with { UserId = $"alice-{retries}" };
            wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
            Assert.True(await store.TryWriteAsync(Rows.Row(key, 1), 0, [Rows.Event(1)], default));
            wire.Breaks.Enqueue(BreakableProxy.Break.BeforeItArrives);
            Assert.True(await store.TryWriteAsync(Rows.Row(key, 2), 1, [Rows.Event(2)], default));
            wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
            wire.Meanwhile = async () =>
                Assert.True(await store.TryWriteAsync(Rows.Row(key, 4), 3, [Rows.Event(4)], default));
            Assert.True(await store.TryWriteAsync(Rows.Row(key, 3), 2, [Rows.Event(3)], default));
            Assert.Null(wire.Problem);
            Assert.Equal(4, (await store.FindAsync(key, default))!.Version);
            Assert.Equal(4, (await services.GetRequiredService<IAuditStore>().ReadAsync(key, 0, 10, default)).Count);
            wire.Breaks.Enqueue(BreakableProxy.Break.OnTheWayBack);
            wire.Meanwhile = async () =>
            {
                Assert.True(await store.TryWriteAsync(Rows.Row(key, 6), 5, [Rows.Event(6)], default));
                await services.GetRequiredService<IAuditStore>().EraseAsync(key, 5, default);
            };
            var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
                await store.TryWriteAsync(Rows.Row(key, 5), 4, [Rows.Event(5)], default)
            );
            Assert.Contains("is not known", e.Message, StringComparison.Ordinal);
            wire.Meanwhile = null;
        }

        Assert.Equal(8, wire.Broken);
    }

    [PostgresFact]
    public async Task One_statement_has_the_hosts_names_and_types()
    {
        var connection = await postgres.NewDatabaseAsync();
        var watch = new StatementWatch(OneStatementMark);
        var model = ModelOfNames();
        var services = await ServicesAsync(
            o => o.UseNpgsql(connection).UseModel(model).AddInterceptors(watch),
            isCreated: false
        );
        await using (var scope = services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<HostContext>().Database.EnsureCreatedAsync();

        var store = services.GetRequiredService<IAccountStore>();
        Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default));
        Assert.Equal(0, watch.Seen);
        Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2), Rows.Event(3)], default));
        Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(4)], default));
        Assert.False(await store.TryWriteAsync(Rows.Row(Rows.Alice, 3), 2, [Rows.Event(5)], default));
        Assert.Equal(3, watch.Seen);
        Assert.Equal(3, (await store.FindAsync(Rows.Alice, default))!.Version);
        Assert.Equal(
            [1, 2, 3, 4],
            (await services.GetRequiredService<IAuditStore>().ReadAsync(Rows.Alice, 0, 10, default)).Select(e =>
                e.Sequence
            )
        );
    }

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("names", true)]
    [InlineData("a column", false)]
    [InlineData("a computed value", false)]
    [InlineData("a second table", false)]
    [Trait("Req", "R90")]
    public void What_a_host_adds_to_our_tables_is_written_by_SaveChanges(string addition, bool isOneStatement)
    {
        using var context = Context(o => o.UseNpgsql("Host=nowhere").UseModel(ModelWith(addition)));
        Assert.Equal(isOneStatement, OneStatement.For(context) is not null);
    }

    private static IModel ModelWith(string addition)
    {
        var builder = new ModelBuilder(NpgsqlConventionSetBuilder.Build());
        builder.AddTwoFactor("C");
        var account = builder.Entity<AccountEntity>();
        switch (addition)
        {
            case "names":
                account.ToTable("accounts", "app").Property(a => a.Version).HasColumnName("row");
                break;
            case "a column":
                account.Property<string>("Note");
                break;
            case "a computed value":
                account.Property(a => a.UpdatedAt).HasComputedColumnSql("1", stored: true);
                break;
            case "a second table":
                account.SplitToTable("accounts_more", t => t.Property(a => a.Methods));
                break;
        }

        return builder.FinalizeModel();
    }

    [PostgresFact]
    [Trait("Req", "R90")]
    public async Task Whoever_leaves_while_the_statement_runs_is_told_what_became_of_it()
    {
        var connection = await postgres.NewDatabaseAsync();
        using var leaving = new CancellationTokenSource();
        var watch = new StatementWatch(OneStatementMark) { Leaving = leaving };
        var services = await ServicesAsync(o => o.UseNpgsql(connection).AddInterceptors(watch));
        var store = services.GetRequiredService<IAccountStore>();
        await store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], leaving.Token);
        Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], leaving.Token));
        Assert.True(leaving.IsCancellationRequested);
        Assert.Equal(2, (await store.FindAsync(Rows.Alice, default))!.Version);
    }

    // What committed itself is in doubt after each error, and must not be sent again and again.
    [PostgresFact]
    [Trait("Req", "R90")]
    public async Task A_statement_that_the_server_refuses_is_sent_once()
    {
        var connection = await postgres.NewDatabaseAsync();
        var watch = new StatementWatch("UPDATE");
        var services = await ServicesAsync(o => o.UseNpgsql(connection).AddInterceptors(watch), isCreated: false);
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await services
                .GetRequiredService<IAccountStore>()
                .TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default)
        );
        Assert.Contains("dotnet ef migrations add", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, watch.Seen);
    }

    [Fact]
    public async Task A_connection_that_is_shared_is_refused_with_the_remedy()
    {
        await using var shared = new SqliteConnection("Data Source=:memory:");
        await shared.OpenAsync();
        var services = await ServicesAsync(o => o.UseSqlite(shared));
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await services.GetRequiredService<IAccountStore>().FindAsync(Rows.Alice, default)
        );
        Assert.Contains("connection string", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_without_the_tables_or_without_the_migration_says_what_to_do()
    {
        await using var bare = new ServiceCollection()
            .AddDbContext<BareContext>(o => o.UseSqlite(Path("bare.db")))
            .AddTwoFactor(Configure)
            .UseEntityFrameworkCore<BareContext>()
            .Services.BuildServiceProvider();
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await bare.GetRequiredService<IAccountStore>().FindAsync(Rows.Alice, default)
        );
        Assert.Contains("modelBuilder.AddTwoFactor()", e.Message, StringComparison.Ordinal);

        var services = await ServicesAsync(o => o.UseSqlite(Path("empty.db")), isCreated: false);
        e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await services.GetRequiredService<IAccountStore>().FindAsync(Rows.Alice, default)
        );
        Assert.Contains("dotnet ef migrations add", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task An_event_that_somebody_planted_stops_the_account()
    {
        var services = await ServicesAsync(o => o.UseSqlite(Path("planted.db")));
        var store = services.GetRequiredService<IAccountStore>();
        await store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1), Rows.Event(2)], default);
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default)
        );
        Assert.Contains("from outside", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await store.FindAsync(Rows.Alice, default))!.Version);
    }

    [Fact]
    public async Task Contexts_of_a_factory_and_of_a_pool_do_as_well()
    {
        await using var pool = new ServiceCollection()
            .AddDbContextPool<HostContext>(o => o.UseSqlite(Path("pool.db")))
            .AddTwoFactor(Configure)
            .UseEntityFrameworkCore<HostContext>()
            .Services.BuildServiceProvider();
        await using var factory = new ServiceCollection()
            .AddDbContextFactory<HostContext>(o => o.UseSqlite(Path("pool.db")))
            .AddTwoFactor(Configure)
            .UseEntityFrameworkCore<HostContext>()
            .Services.BuildServiceProvider();
        await using (var scope = pool.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<HostContext>().CreateTablesAsync();

        Assert.True(
            await pool.GetRequiredService<IAccountStore>()
                .TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default)
        );
        Assert.True(
            await factory
                .GetRequiredService<IAccountStore>()
                .TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default)
        );
        Assert.Equal(2, (await pool.GetRequiredService<IAccountStore>().FindAsync(Rows.Alice, default))!.Version);
    }

    [Fact]
    public async Task A_context_of_the_whole_app_is_refused_and_nothing_of_the_host_is_saved()
    {
        await using var services = new ServiceCollection()
            .AddDbContext<HostContext>(o => o.UseSqlite(Path("single.db")), ServiceLifetime.Singleton)
            .AddTwoFactor(Configure)
            .UseEntityFrameworkCore<HostContext>()
            .Services.BuildServiceProvider();
        var context = services.GetRequiredService<HostContext>();
        await context.CreateTablesAsync();
        context.Orders.Add(new Order { Id = 7 });
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await services
                .GetRequiredService<IAccountStore>()
                .TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default)
        );
        Assert.Contains("AddDbContextFactory", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, await context.Orders.CountAsync());
    }

    [Fact]
    public async Task A_context_may_have_several_models()
    {
        var models = new[] { Model(), Model() };
        var opened = 0;
        await using var services = new ServiceCollection()
            .AddDbContext<HostContext>(o => o.UseSqlite(Path("models.db")).UseModel(models[opened++ % models.Length]))
            .AddTwoFactor(Configure)
            .UseEntityFrameworkCore<HostContext>()
            .Services.BuildServiceProvider();
        await using (var scope = services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<HostContext>().CreateTablesAsync();

        var store = services.GetRequiredService<IAccountStore>();
        for (var version = 1; version < 6; version++)
        {
            Assert.True(
                await store.TryWriteAsync(Rows.Row(Rows.Alice, version), version - 1, [Rows.Event(version)], default)
            );
            for (var i = 0; i < 2; i++)
                Assert.Equal(version, (await store.FindAsync(Rows.Alice, default))!.Version);
        }
    }

    [Fact]
    public async Task The_hosts_conventions_for_texts_do_not_hold_for_ours()
    {
        await using var services = new ServiceCollection()
            .AddDbContext<NarrowContext>(o => o.UseSqlite(Path("narrow.db")))
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var model = scope.ServiceProvider.GetRequiredService<NarrowContext>().Model;
        var reason = model
            .GetEntityTypes()
            .Single(t => t.GetTableName() == "two_factor_events")
            .GetProperties()
            .Single(p => p.GetColumnName() == "reason");
        Assert.Equal((ResetRequest.MaxReasonLength, true), (reason.GetMaxLength(), reason.IsUnicode()));
    }

    [PostgresFact]
    [Trait("Req", "R90")]
    public async Task An_insert_that_is_always_refused_ends()
    {
        var connection = await postgres.NewDatabaseAsync();
        await ServicesAsync(o => o.UseNpgsql(connection));
        foreach (var retries in new[] { false, true })
        {
            var services = await ServicesAsync(
                o =>
                    o.UseNpgsql(
                        connection + ";Options=-c default_transaction_read_only=on",
                        n => _ = retries ? n.EnableRetryOnFailure(2, TimeSpan.FromMilliseconds(10), null) : n
                    ),
                isCreated: false
            );
            await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
                await services
                    .GetRequiredService<IAccountStore>()
                    .TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default)
            );
        }
    }

    [PostgresFact]
    [Trait("Req", "R90")]
    public async Task A_server_that_is_down_is_told_as_such_also_with_a_strategy_that_gives_up()
    {
        await using var server = await Shared.PostgresServer.StartAsync();
        var services = await ServicesAsync(o =>
            o.UseNpgsql(
                server.ConnectionString + ";Timeout=1",
                n => n.EnableRetryOnFailure(2, TimeSpan.FromMilliseconds(10), null)
            )
        );
        await server.KillAsync();
        await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await services.GetRequiredService<IAccountStore>().FindAsync(Rows.Alice, default)
        );
        await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await services.GetRequiredService<IAccountStore>().TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [], default)
        );
        await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await services
                .GetRequiredService<IQuotaStore>()
                .CountAsync("t", [new QuotaCount("a", TimeSpan.FromHours(1))], Rows.Start, default)
        );
        await server.ResumeAsync();
        Assert.True(
            await services
                .GetRequiredService<IAccountStore>()
                .TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default)
        );
    }

    private string Path(string name) => $"Data Source={System.IO.Path.Combine(_folder.FullName, name)}";

    // What the host added, only SaveChanges writes.
    private static IModel ModelWithHostsColumn()
    {
        var builder = new ModelBuilder(NpgsqlConventionSetBuilder.Build());
        builder.AddTwoFactor("C");
        builder.Entity<AccountEntity>().Property<string>("Note");
        return builder.FinalizeModel();
    }

    private static IModel ModelOfNames()
    {
        var builder = new ModelBuilder(NpgsqlConventionSetBuilder.Build());
        builder.AddTwoFactor("C");
        builder.HasDefaultSchema("a \"schema\" {0}");
        builder
            .Entity<EventEntity>()
            .ToTable("Events { }")
            .Property(e => e.Outcome)
            .HasColumnName("What came {1} of it");
        builder.Entity<AccountEntity>().Property(a => a.WriteId).HasConversion<string>();
        builder.Entity<EventEntity>().Property(a => a.WriteId).HasConversion<string>();
        return builder.FinalizeModel();
    }

    private static IModel Model()
    {
        var builder = new ModelBuilder(SqliteConventionSetBuilder.Build());
        builder.AddTwoFactor();
        return builder.FinalizeModel();
    }

    private static void Configure(TwoFactorOptions options) => options.Sealing.AllowEphemeralKey = true;

    private static HostContext Context(Action<DbContextOptionsBuilder<HostContext>> configure)
    {
        var options = new DbContextOptionsBuilder<HostContext>();
        configure(options);
        return new HostContext(options.Options);
    }

    private async Task<ServiceProvider> ServicesAsync(Action<DbContextOptionsBuilder> configure, bool isCreated = true)
    {
        var services = new ServiceCollection()
            .AddDbContext<HostContext>(configure)
            .AddTwoFactor(Configure)
            .UseEntityFrameworkCore<HostContext>()
            .Services.BuildServiceProvider();
        _services.Add(services);
        await using var scope = services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<HostContext>();
        if (isCreated && context.Model.FindEntityType(typeof(AccountEntity))!.FindProperty("Note") is not null)
            await context.Database.EnsureCreatedAsync();
        else if (isCreated)
            await context.CreateTablesAsync();

        return services;
    }

    private sealed class BareContext(DbContextOptions<BareContext> options) : DbContext(options);

    private sealed class NarrowContext(DbContextOptions<NarrowContext> options) : DbContext(options)
    {
        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
            configurationBuilder.Properties<string>().HaveMaxLength(200).AreUnicode(false);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddTwoFactor();
    }
}
