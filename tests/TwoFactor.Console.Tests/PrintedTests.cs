using Microsoft.Data.Sqlite;

namespace ConsoleSample.Tests;

/// <summary>
/// What would move the cursor, hide or turn text around is refused, and escaped where it is stored already.
/// </summary>
[Trait("Req", "R94")]
public sealed class PrintedTests : IDisposable
{
    private const string Hostile = "root\u001B[2J\u009B2J\u202Ekcab\u2028\U000E0041";
    private const string Escaped = @"root\u001B[2J\u009B2J\u202Ekcab\u2028\uDB40\uDC41";

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("reset", "alice", "--actor", Hostile, "--reason", "lost")]
    [InlineData("reset", "alice", "--actor", "admin", "--reason", Hostile)]
    [InlineData("temporary-code", Hostile, "--actor", "admin", "--reason", "lost")]
    [InlineData("status", Hostile)]
    [InlineData("audit", Hostile)]
    [InlineData("enroll", "alice", "--method", "totp", "--name", Hostile)]
    [InlineData("policy", "set", "--require", "roles", "--roles", Hostile, "--actor", "admin")]
    public void It_is_refused_in_every_argument_and_the_answer_does_not_carry_it(params string[] arguments)
    {
        var result = _cli.Run(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("U+001B", result.Line(), StringComparison.Ordinal);
        AssertPlain(result);
    }

    [Fact]
    public void What_is_stored_already_is_printed_as_numbers()
    {
        _cli.Run("reset", "alice", "--actor", "admin", "--reason", "lost");
        _cli.Enroll();
        using (var connection = new SqliteConnection($"Data Source={_cli.Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "UPDATE two_factor_events SET actor = $text, reason = $text, detail = $text, type = 'x' || $text";
            command.Parameters.AddWithValue("$text", Hostile);
            Assert.True(command.ExecuteNonQuery() > 0);
        }

        var json = _cli.Run("audit");
        AssertPlain(json);
        Assert.Equal(Hostile, json.Json["events"]![0]!["actor"]!.GetValue<string>());
        var page = _cli.StartRaw("audit", "--store", $"sqlite:{_cli.Database}").Finish();
        AssertPlain(page);
        Assert.Contains(@"\u001B[2J", page.Output, StringComparison.Ordinal);
        Assert.Contains(
            Escaped,
            json.Output.Replace("\\u001b", "\\u001B", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Files_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no modes.");

        _cli.Run("enroll", "alice", "--method", "sms", "--region", "JP", "--phone", "090-1234-5678").Ok();
        var files = Directory.GetFiles(_cli.Folder, "*", SearchOption.AllDirectories);
        Assert.True(files.Length >= 3, string.Join(' ', files));
        Assert.All(files, f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.Combine(_cli.Folder, "outbox"))
        );
    }

    private static void AssertPlain(CliResult result) =>
        Assert.All(
            (result.Output + result.Errors).Where(c => c is not '\n').Select(c => c),
            c => Assert.True(!char.IsControl(c) && c is not ('\u202E' or '\u2028'), $"U+{(int)c:X4}")
        );
}
