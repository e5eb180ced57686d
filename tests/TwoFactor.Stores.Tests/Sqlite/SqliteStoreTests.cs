using Microsoft.Data.Sqlite;

namespace TwoFactor.Tests;

/// <summary>What the SQLite store does beyond the kit.</summary>
public sealed class SqliteStoreTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly List<SqliteDatabase> _databases = [];

    public ValueTask DisposeAsync()
    {
        _databases.ForEach(s => s.Dispose());
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Many_first_starts_at_once_make_one_schema()
    {
        var rows = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(i =>
                    Task.Run(async () =>
                        await New()
                            .TryWriteAsync(Rows.Row(new AccountKey("t", $"user{i}"), 1), 0, [Rows.Event(1)], default)
                    )
                )
        );
        Assert.All(rows, Assert.True);
        Assert.Equal(16, (await New().ListAsync("t", null, 100, default)).Count);
    }

    [Fact]
    public async Task It_writes_ahead_and_knows_its_schema()
    {
        var store = New();
        await store.TryWriteAsync(Rows.Row(new AccountKey("t", "alice"), 1), 0, [], default);
        using var connection = Connect();
        Assert.Equal("wal", Scalar(connection, "PRAGMA journal_mode"));
        Assert.Equal(3L, Scalar(connection, "PRAGMA user_version"));
    }

    [Fact]
    public async Task A_database_of_the_version_before_is_brought_up_to_date_with_what_is_in_it()
    {
        await New().TryWriteAsync(Rows.Row(new AccountKey("t", "alice"), 1), 0, [Rows.Event(1)], default);
        using (var connection = Connect())
            Scalar(
                connection,
                "DROP TABLE two_factor_quotas; DROP INDEX two_factor_events_by_time; DROP INDEX "
                    + "two_factor_events_by_user_and_time; PRAGMA user_version = 1"
            );

        Assert.Equal(1, (await New().FindAsync(new AccountKey("t", "alice"), default))!.Version);
        using (var connection = Connect())
            Assert.Equal(
                (3L, 0L),
                (
                    Scalar(connection, "PRAGMA user_version"),
                    Scalar(connection, "SELECT count(*) FROM two_factor_quotas")
                )
            );
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_left_alone()
    {
        using (var connection = Connect())
            Scalar(connection, "PRAGMA user_version = 99");

        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await New().FindAsync(new AccountKey("t", "alice"), default)
        );
        Assert.Contains("Update the library", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task A_file_that_is_no_database_is_named_with_the_remedy_and_kept()
    {
        await File.WriteAllTextAsync(Path(), new string('x', 5_000));
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await New().FindAsync(new AccountKey("t", "alice"), default)
        );
        Assert.Contains("restore it from a backup", e.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 5_000), await File.ReadAllTextAsync(Path()));
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task An_event_that_somebody_planted_stops_the_account_and_not_the_trail()
    {
        var store = New();
        await store.TryWriteAsync(Rows.Row(new AccountKey("t", "alice"), 1), 0, [Rows.Event(1)], default);
        using (var connection = Connect())
            Scalar(
                connection,
                "INSERT INTO two_factor_events (tenant, user_id, sequence, at, type, hash) VALUES ('t', "
                    + "'alice', 2, 0, 'verification', x'00')"
            );

        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await store.TryWriteAsync(Rows.Row(new AccountKey("t", "alice"), 2), 1, [Rows.Event(2)], default)
        );
        Assert.Contains("from outside", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await store.FindAsync(new AccountKey("t", "alice"), default))!.Version);
    }

    [Fact]
    public void Options_are_checked()
    {
        Assert.True(new SqliteStoreOptionsValidator().Validate(null, new SqliteStoreOptions()).Failed);
        Assert.True(
            new SqliteStoreOptionsValidator()
                .Validate(null, new SqliteStoreOptions { Path = "x", BusyTimeout = TimeSpan.Zero })
                .Failed
        );
        Assert.True(new SqliteStoreOptionsValidator().Validate(null, new SqliteStoreOptions { Path = "x" }).Succeeded);
    }

    [Fact]
    public async Task Quotas_that_expired_are_deleted_by_who_takes_next()
    {
        using var database = new SqliteDatabase(new SqliteStoreOptions { Path = Path() });
        var store = new SqliteQuotaStore(database);
        await store.TryAcquireAsync("t", [new QuotaPermit("a", TimeSpan.FromHours(1), 5)], Rows.Start, default);
        await store.TryAcquireAsync("u", [new QuotaPermit("c", TimeSpan.FromHours(1), 5)], Rows.Start, default);
        await store.TryAcquireAsync(
            "t",
            [new QuotaPermit("b", TimeSpan.FromHours(1), 5)],
            Rows.Start.AddDays(3),
            default
        );
        using var connection = Connect();
        Assert.Equal("b,c", Scalar(connection, "SELECT group_concat(bucket) FROM two_factor_quotas"));
    }

    private string Path() => System.IO.Path.Combine(_folder.FullName, "store.db");

    private SqliteAccountStore New()
    {
        var database = new SqliteDatabase(new SqliteStoreOptions { Path = Path() });
        lock (_databases)
            _databases.Add(database);

        return new SqliteAccountStore(database);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path()};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
