using Microsoft.Data.Sqlite;

namespace ConsoleSample.Tests;

/// <summary>
/// Processes, not tasks, on one file. The test holds SQLite's write lock while they start, so that they have all read
/// the same version when the first may write.
/// </summary>
public sealed class RaceTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    [Trait("Req", "R04")]
    public void Of_16_processes_with_one_right_code_one_is_accepted()
    {
        var user = _cli.Enroll();
        var results = Race(16, "verify", "alice", user.Code(_cli.Now!.Value));
        Assert.Single(results, r => r.ExitCode == 0 && r.Code == "accepted");
        Assert.Equal(15, results.Count(r => r.ExitCode == 1 && r.Code is "code_used" or "locked"));
        AssertIntact();
    }

    [Fact]
    [Trait("Req", "R21")]
    public void Of_16_processes_with_one_recovery_code_one_is_accepted()
    {
        var user = _cli.Enroll();
        var results = Race(16, "verify", "alice", user.RecoveryCodes[0]);
        Assert.Single(results, r => r.ExitCode == 0 && r.Code == "accepted");
        Assert.Equal(15, results.Count(r => r.ExitCode == 1 && r.Code is "code_used" or "locked"));
        Assert.Equal(9, _cli.Run("status", "alice").Ok()["recoveryCodesLeft"]!.GetValue<int>());
        AssertIntact();
    }

    [Fact]
    [Trait("Req", "R31")]
    public void Of_64_processes_that_guess_wrong_exactly_the_budget_is_evaluated_and_the_right_code_after_them_is_refused()
    {
        var user = _cli.Enroll();
        var results = Race(64, "verify", "alice", "000000" == user.Code(_cli.Now!.Value) ? "000001" : "000000");
        Assert.Equal(5, results.Count(r => r.Code == "invalid_code"));
        Assert.Equal(59, results.Count(r => r.Code == "locked"));
        Assert.All(results, r => Assert.Equal(1, r.ExitCode));
        Assert.Equal("locked", _cli.Run("verify", "alice", user.Code(_cli.Now.Value)).Code);
        AssertIntact();
        var events = _cli.Run("audit", "alice").Ok()["events"]!.AsArray();
        Assert.Equal(5, events.Count(e => e!["outcome"]?.GetValue<string>() == "invalid_code"));
    }

    [Fact]
    [Trait("Req", "R80")]
    public void Of_16_first_starts_on_an_empty_folder_all_find_one_key_and_one_schema()
    {
        var processes = Enumerable
            .Range(0, 16)
            .Select(i => _cli.StartCommand("enroll", $"user{i}", "--method", "totp"))
            .ToList();
        Assert.All(processes.Select(p => p.Finish()), r => r.Ok());
        Assert.Equal(16, _cli.Run("report").Ok()["users"]!.GetValue<int>());
        Assert.Equal(1, File.ReadAllLines(_cli.KeyFile).Count(l => l.Length > 0 && l[0] != '#'));
        AssertIntact();
    }

    private List<CliResult> Race(int count, params string[] command)
    {
        using var connection = new SqliteConnection($"Data Source={_cli.Database};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var processes = Enumerable.Range(0, count).Select(_ => _cli.StartCommand(command)).ToList();
        transaction.Rollback();
        return [.. processes.Select(p => p.Finish())];
    }

    private void AssertIntact() => Assert.True(_cli.Run("audit", "--verify").Ok()["intact"]!.GetValue<bool>());
}
