using Microsoft.Data.Sqlite;

namespace TwoFactor.Tests;

/// <summary>Writes that share a transaction: each gets the answer that it would have got alone.</summary>
[Trait("Req", "R90")]
public sealed class SqliteWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly SqliteWriter _writer;
    private readonly ManualResetEventSlim _started = new();
    private readonly ManualResetEventSlim _goOn = new();

    public SqliteWriterTests()
    {
        _writer = new SqliteWriter(() => new SqliteSession(Connect()), e => e);
        using var connection = Connect();
        Ask(connection, "PRAGMA journal_mode = WAL; CREATE TABLE t (name TEXT PRIMARY KEY)");
    }

    public void Dispose()
    {
        _writer.Dispose();
        _started.Dispose();
        _goOn.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Those_who_come_while_it_is_busy_share_a_transaction()
    {
        var seen = new List<long>();
        var works = new[] { "a", "b", "c" }
            .Select(n =>
                Insert(
                    n,
                    _ =>
                    {
                        using var other = Connect();
                        seen.Add((long)Ask(other, "SELECT count(*) FROM t")!);
                    }
                )
            )
            .ToList();
        await BusyAsync(works);
        await Task.WhenAll(works.Select(w => w.Task));

        // What the others of the group have written is not on disk yet.
        Assert.Equal([1, 1, 1], seen);
        Assert.Equal("a,b,c,first", Names());
    }

    [Fact]
    public async Task What_goes_wrong_with_one_is_undone_for_it_alone()
    {
        var poisoned = Insert("b", s => s.Execute("INSERT INTO t VALUES ('first')"));
        var beside = new[] { Insert("a"), Insert("c") };
        await BusyAsync([beside[0], poisoned, beside[1]]);
        await Task.WhenAll(beside.Select(w => w.Task));
        await Assert.ThrowsAsync<SqliteException>(() => poisoned.Task);
        Assert.Equal("a,c,first", Names());
    }

    [Fact]
    public async Task What_is_not_kept_leaves_nothing()
    {
        var refused = new SqliteWork<bool>(s =>
        {
            s.Execute("INSERT INTO t VALUES ('b')");
            return (false, false);
        });
        var beside = Insert("a");
        await BusyAsync([refused, beside]);
        Assert.False(await refused.Task);
        await beside.Task;
        Assert.Equal("a,first", Names());
    }

    [Fact]
    public async Task What_ends_the_transaction_ends_it_for_all_and_the_writer_goes_on()
    {
        var ended = new SqliteWork<bool>(s =>
        {
            s.Execute("ROLLBACK");
            throw new SqliteException("the disk is full", 13);
        });
        var beside = new[] { Insert("a"), Insert("c") };
        await BusyAsync([beside[0], ended, beside[1]]);
        foreach (var work in beside.Append(ended))
            await Assert.ThrowsAsync<SqliteException>(() => work.Task);

        Assert.Equal("first", Names());
        var next = Insert("d");
        _writer.Add(next);
        Assert.True(await next.Task);
        Assert.Equal("d,first", Names());
    }

    [Fact]
    public async Task Who_left_before_the_turn_is_not_written()
    {
        var left = Insert("b");
        var beside = Insert("a");
        var busy = BusyAsync([left, beside], () => left.Leave(new CancellationToken(canceled: true)));
        await busy;
        await beside.Task;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.Task);
        Assert.Equal("a,first", Names());
    }

    [Fact]
    public async Task What_is_exclusive_shares_no_transaction()
    {
        var vacuum = new SqliteWork<bool>(s =>
        {
            s.Execute("VACUUM");
            return (true, true);
        })
        {
            IsExclusive = true,
        };
        var beside = new[] { Insert("a"), Insert("c") };
        await BusyAsync([beside[0], vacuum, beside[1]]);
        await Task.WhenAll([vacuum.Task, .. beside.Select(w => w.Task)]);
        Assert.Equal("a,c,first", Names());
    }

    // One write is under way while the others come.
    private async Task BusyAsync(IEnumerable<SqliteWork> works, Action? before = null)
    {
        var first = Insert(
            "first",
            _ =>
            {
                _started.Set();
                _goOn.Wait();
            }
        );
        var adding = Task.Run(() => _writer.Add(first));
        _started.Wait();
        foreach (var work in works)
            _writer.Add(work);

        before?.Invoke();
        _goOn.Set();
        await adding;
        await first.Task;
    }

    private static SqliteWork<bool> Insert(string name, Action<SqliteSession>? then = null) =>
        new(session =>
        {
            var command = session.Command("INSERT INTO t VALUES ($name)");
            command.Set("$name", name);
            command.ExecuteNonQuery();
            then?.Invoke(session);
            return (true, true);
        });

    private object? Names()
    {
        using var connection = Connect();
        return Ask(connection, "SELECT group_concat(name) FROM (SELECT name FROM t ORDER BY name)");
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_folder.FullName, "writer.db")};Pooling=False"
        );
        connection.Open();
        return connection;
    }

    private static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
