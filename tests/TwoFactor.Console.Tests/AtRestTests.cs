using System.Text;
using Microsoft.Data.Sqlite;
using TwoFactor;

namespace ConsoleSample.Tests;

/// <summary>What a thief of the disk, or somebody with write access to the database, gets.</summary>
public sealed class AtRestTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    [Trait("Req", "R81")]
    public void A_byte_scan_of_the_folder_finds_no_secret_and_no_code()
    {
        var user = _cli.Enroll();
        var code = user.Code(_cli.Now!.Value);
        var challenge = _cli.Run("sign-in", "alice").Ok()["challengeId"]!.GetValue<string>();
        Assert.Equal("accepted", _cli.Run("verify", "alice", code, "--challenge", challenge).Code);
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.RecoveryCodes[0]).Code);
        var temporary = _cli.Run("temporary-code", "alice", "--actor", "root", "--reason", "lost").Ok()[
            "code"
        ]!.GetValue<string>();
        byte[][] secrets =
        [
            user.Secret,
            .. new[]
            {
                Base32.Encode(user.Secret),
                Convert.ToHexString(user.Secret),
                Convert.ToHexStringLower(user.Secret),
                Convert.ToBase64String(user.Secret)[..26],
                temporary,
                temporary.Replace("-", "", StringComparison.Ordinal),
            }.Select(Encoding.ASCII.GetBytes),
            .. user
                .RecoveryCodes.SelectMany(c => new[] { c, c.Replace("-", "", StringComparison.Ordinal) })
                .Select(Encoding.ASCII.GetBytes),
        ];
        foreach (var file in Directory.GetFiles(_cli.Folder))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.All(secrets, s => Assert.True(bytes.AsSpan().IndexOf(s) < 0, Path.GetFileName(file)));
        }
    }

    [Fact]
    [Trait("Req", "R80")]
    public void A_row_that_is_copied_onto_another_user_does_not_open()
    {
        _cli.Enroll("alice");
        var mallory = _cli.Enroll("mallory");
        Sql(
            "UPDATE two_factor_accounts SET (version, sealed) = (SELECT version, sealed FROM "
                + "two_factor_accounts WHERE user_id = 'mallory') WHERE user_id = 'alice'"
        );
        var result = _cli.Run("verify", "alice", mallory.Code(_cli.Now!.Value));
        Assert.Equal((3, "infrastructure"), (result.ExitCode, result.Code));
        Assert.Contains("moved here from another user", result.Line(), StringComparison.Ordinal);
        Assert.Equal("accepted", _cli.Run("verify", "mallory", mallory.Code(_cli.Now.Value)).Code);
    }

    [Theory]
    [Trait("Req", "R91")]
    [InlineData(
        "DELETE FROM two_factor_events WHERE user_id = 'alice' AND sequence = (SELECT max(sequence) FROM "
            + "two_factor_events WHERE user_id = 'alice')",
        "cut off"
    )]
    [InlineData("DELETE FROM two_factor_events WHERE user_id = 'alice' AND sequence = 2", "lacks event 2")]
    [InlineData(
        "UPDATE two_factor_events SET outcome = 'invalid_code' WHERE user_id = 'alice' AND outcome = 'accepted'",
        "was changed"
    )]
    [InlineData("UPDATE two_factor_events SET user_id = 'bob' WHERE user_id = 'alice'", "lacks|cut off|gone|changed")]
    [InlineData("DELETE FROM two_factor_events", "gone")]
    [InlineData("DELETE FROM two_factor_accounts", "somebody removed it")]
    public void An_altered_or_truncated_trail_is_found(string sql, string expected)
    {
        _cli.Enroll();
        Assert.True(_cli.Run("audit", "--verify").Ok()["intact"]!.GetValue<bool>());
        Sql(sql);
        var result = _cli.Run("audit", "--verify");
        Assert.Equal(
            (1, "audit_broken", false),
            (result.ExitCode, result.Code, result.Json["intact"]!.GetValue<bool>())
        );
        Assert.Matches(expected, result.Line());
    }

    [Fact]
    [Trait("Req", "R90")]
    [Trait("Req", "R91")]
    public void A_user_whose_record_and_trail_are_deleted_is_denied_and_named()
    {
        _cli.Enroll();
        _cli.Enroll("bob");
        _cli.Now += TimeSpan.FromHours(1);
        Sql("DELETE FROM two_factor_events WHERE user_id = 'alice'");
        Sql("DELETE FROM two_factor_accounts WHERE user_id = 'alice'");
        var broken = _cli.Run("audit", "--verify");
        Assert.Equal((1, "audit_broken"), (broken.ExitCode, broken.Code));
        Assert.Contains("'alice'", broken.Line(), StringComparison.Ordinal);
        Assert.DoesNotContain("'bob'", broken.Line(), StringComparison.Ordinal);
        for (var i = 0; i < 2; i++)
        {
            var denied = _cli.Run("sign-in", "alice");
            Assert.Equal("denied", denied.Json["decision"]!.GetValue<string>());
            Assert.Equal("record_missing", denied.Json["reason"]!.GetValue<string>());
        }

        Assert.Equal(3, _cli.Run("enroll", "alice", "--method", "totp").ExitCode);
        _cli.Run("reset", "alice", "--actor", "root", "--reason", "removed").Ok();
        Assert.Equal("enroll", _cli.Run("sign-in", "alice").Ok()["decision"]!.GetValue<string>());

        Sql("DELETE FROM two_factor_accounts WHERE tenant <> '' AND user_id LIKE '%page%'");
        Assert.Contains("roster", _cli.Run("audit", "--verify").Line(), StringComparison.Ordinal);
        _cli.Run("rebuild-roster", "--actor", "root", "--reason", "damaged").Ok();
        Assert.True(_cli.Run("audit", "--verify").Ok()["intact"]!.GetValue<bool>());
    }

    [Fact]
    [Trait("Req", "R90")]
    public void The_apps_own_mark_denies_a_user_of_whom_nothing_is_known()
    {
        var denied = _cli.Run("sign-in", "zed", "--has-enrolled");
        Assert.Equal("record_missing", denied.Json["reason"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Req", "R93")]
    public void Old_events_are_dropped_and_a_trail_that_somebody_cut_is_still_found()
    {
        var user = _cli.Enroll();
        _cli.Now += TimeSpan.FromDays(400);
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now!.Value)).Code);
        Assert.Equal(2, _cli.Run("drop-events", "--older-than", "1h", "--actor", "a", "--reason", "r").ExitCode);
        var dropped = _cli.Run("drop-events", "--older-than", "365d", "--actor", "root", "--reason", "a year").Ok();
        Assert.Equal(1, dropped["trails"]!.GetValue<int>());
        Assert.True(_cli.Run("audit", "--verify").Ok()["intact"]!.GetValue<bool>());
        Assert.Contains(
            _cli.Run("audit").Ok()["events"]!.AsArray(),
            e => e!["type"]!.GetValue<string>() == "events_dropped"
        );
        Assert.Equal(0, _cli.Run("purge").Ok()["dropped"]!.GetValue<int>());
        _cli.NextStep();
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now!.Value)).Code);
        Sql(
            "DELETE FROM two_factor_events WHERE user_id = 'alice' AND sequence = (SELECT min(sequence) FROM "
                + "two_factor_events WHERE user_id = 'alice')"
        );
        Assert.Equal(1, _cli.Run("audit", "--verify").ExitCode);
    }

    [Theory]
    [Trait("Req", "R50")]
    [InlineData("UPDATE two_factor_accounts SET sealed = zeroblob(100)")]
    [InlineData("UPDATE two_factor_accounts SET sealed = zeroblob(100); DELETE FROM two_factor_events")]
    [InlineData(
        "DELETE FROM two_factor_events WHERE sequence > 2; UPDATE two_factor_accounts SET sealed = zeroblob(9)"
    )]
    [InlineData(
        "INSERT INTO two_factor_events (tenant, user_id, sequence, at, type, hash) SELECT '', 'alice', "
            + "max(sequence) + 1, 0, 'verification', zeroblob(100000) FROM two_factor_events"
    )]
    [InlineData("DELETE FROM two_factor_accounts")]
    public void Whatever_was_done_to_a_record_a_reset_is_the_remedy_and_the_trail_says_so_for_ever(string sql)
    {
        _cli.Enroll();
        Sql(sql);
        _cli.Run("reset", "alice", "--actor", "root", "--reason", "broken").Ok();
        Assert.Equal("enroll", _cli.Run("sign-in", "alice").Ok()["decision"]!.GetValue<string>());
        var user = _cli.Enroll();
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now!.Value)).Code);
        var audit = _cli.Run("audit", "alice").Ok();
        Assert.True(
            !audit["intact"]!.GetValue<bool>()
                || audit["warnings"]![0]!.GetValue<string>().Contains("begun anew", StringComparison.Ordinal)
        );
    }

    [Fact]
    [Trait("Req", "R80")]
    public void Keys_rotate_old_rows_open_reseal_moves_them_and_the_old_key_goes()
    {
        var user = _cli.Enroll();
        _cli.Enroll("bob");
        var old = File.ReadAllText(_cli.KeyFile);
        File.AppendAllText(_cli.KeyFile, Convert.ToBase64String(Enumerable.Repeat((byte)9, 32).ToArray()) + "\n");
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now!.Value)).Code);
        Assert.Equal("""{"resealed":1,"left":0}""", _cli.Run("reseal").Ok().ToJsonString());
        File.WriteAllLines(_cli.KeyFile, [File.ReadAllLines(_cli.KeyFile)[^1]]);
        _cli.NextStep();
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now.Value)).Code);
        Assert.Equal(2, _cli.Run("report").Ok()["users"]!.GetValue<int>());
        Assert.True(_cli.Run("audit", "--verify").Ok()["intact"]!.GetValue<bool>());
        File.WriteAllText(_cli.KeyFile, old);
        var lost = _cli.Run("status", "alice");
        Assert.Equal(3, lost.ExitCode);
        Assert.Contains("not among the configured ones", lost.Line(), StringComparison.Ordinal);
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_cli.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
