namespace ConsoleSample.Tests;

/// <summary>One clear line that names the remedy, the right exit code, and everything as it was.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Usage = 2;
    private const int Infrastructure = 3;

    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("frobnicate", "--help")]
    [InlineData("verify alice", "CODE")]
    [InlineData("enroll", "USER")]
    [InlineData("enroll alice --method palm", "totp")]
    [InlineData("enroll alice --qr code.gif", ".svg")]
    [InlineData("enroll alice --qr /no/such/folder/x.png", "Make it first")]
    [InlineData("enroll alice --qr /proc/x.png", "cannot be written")]
    [InlineData("enroll alice --name ''", "name")]
    [InlineData("import alice --uri otpauth://totp/Old:a?issuer=Old&secret=GEZD1", "position 5 is the digit 1")]
    [InlineData("import alice --uri otpauth://totp/Old:a?issuer=Old&secret=GEZDGNBV", "at least 80")]
    [InlineData("import --csv /no/such.csv", "does not exist")]
    [InlineData("import alice", "--uri")]
    [InlineData("policy set --require sometimes --actor a", "none, all, roles, groups")]
    [InlineData("policy set --require roles --actor a", "none is named")]
    [InlineData("policy set --require all --grace soon --actor a", "7d")]
    [InlineData("policy set --require all --grace 9999d --actor a", "90 days")]
    [InlineData("policy set --require all --clients fridge --actor a", "web, desktop or mobile")]
    [InlineData("policy set --require all", "--actor")]
    [InlineData("temporary-code alice --actor a --reason r --valid 9d", "1 minute to")]
    [InlineData("sign-in alice --client fridge", "web, desktop or mobile")]
    [InlineData("reset alice --actor '' --reason x", "--actor is empty")]
    [InlineData("reset alice --actor a --reason ''", "--reason is empty")]
    [InlineData("status  ", "USER")]
    public void Usage_is_refused_with_what_to_write(string line, string expected)
    {
        var result = _cli.StartCommand([
                .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a == "''" ? "" : a),
            ])
            .Finish();
        Assert.Equal(Usage, result.ExitCode);
        Assert.Contains(expected, result.Line(), StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(result.Json["error"]!["code"]);
        Assert.Equal(0, _cli.Run("report").Ok()["users"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("--now", "yesterday", "ISO 8601")]
    [InlineData("--now", "9999-12-31T23:59:59Z", "ISO 8601")]
    [InlineData("--store", "mysql:x", "sqlite:PATH")]
    [InlineData("--store", "sqlite:", "sqlite:PATH")]
    [InlineData("--store", "postgres:x", "ConnectionString cannot be read")]
    [InlineData("--store", "dynamodb:two-factor", "dynamodb:http:")]
    public void Options_are_refused_with_what_to_write(string option, string value, string expected)
    {
        var result = _cli.StartRaw("status", "alice", option, value).Finish();
        Assert.Equal(Usage, result.ExitCode);
        Assert.Contains(expected, result.Line(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TwoFactor__Attempts__Budget", "0", "TwoFactor:Attempts:Budget")]
    [InlineData("TwoFactor__Totp__Digits", "10", "TwoFactor:Totp:Digits")]
    [InlineData("TwoFactor__Totp__Digits", "six", "TwoFactor:Totp:Digits")]
    [InlineData("TwoFactor__Totp__Period", "00:00:01", "TwoFactor:Totp:Period")]
    [InlineData("TwoFactor__Sealing__Keys__0", "c2hvcnQ=", "TwoFactor:Sealing:Keys:0")]
    public void Absurd_settings_are_named(string variable, string value, string expected)
    {
        _cli.Environment[variable] = value;
        var result = _cli.Run("status", "alice");
        Assert.Equal(Usage, result.ExitCode);
        Assert.Contains(expected, result.Line(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R80")]
    public void A_store_with_accounts_and_no_key_file_is_an_error_and_no_new_key_is_made()
    {
        var user = _cli.Enroll();
        var key = File.ReadAllText(_cli.KeyFile);
        File.Delete(_cli.KeyFile);
        var result = _cli.Run("status", "alice");
        Assert.Equal(Usage, result.ExitCode);
        Assert.Contains("Restore the key file", result.Line(), StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.KeyFile));
        File.WriteAllText(_cli.KeyFile, key);
        File.SetUnixFileMode(_cli.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now!.Value)).Code);
    }

    [Fact]
    [Trait("Req", "R80")]
    public void A_tenant_with_accounts_and_no_key_file_is_an_error_too()
    {
        _cli.Environment["TwoFactor__Tenant"] = "acme";
        _cli.Enroll();
        File.Delete(_cli.KeyFile);
        Assert.Contains("Restore the key file", _cli.Run("status", "alice").Line(), StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.KeyFile));
    }

    [Fact]
    [Trait("Req", "R80")]
    public void Keys_that_are_configured_are_used_and_no_key_file_is_made_beside_them()
    {
        _cli.Environment["TwoFactor__Sealing__Keys__0"] = Convert.ToBase64String(
            Enumerable.Repeat((byte)7, 32).ToArray()
        );
        var user = _cli.Enroll();
        Assert.False(File.Exists(_cli.KeyFile));
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now!.Value)).Code);

        // A key file that is named on the command line goes before.
        Assert.Equal(Usage, _cli.Run("status", "alice", "--key-file", _cli.KeyFile).ExitCode);
    }

    [Fact]
    [Trait("Req", "R90")]
    public void A_value_that_cannot_be_stops_neither_its_user_nor_anybody_else_and_the_trail_tells()
    {
        _cli.Enroll("bob");
        var user = _cli.Enroll();
        Tools.Run(
            "sqlite3",
            "sqlite3",
            _cli.Database,
            "UPDATE two_factor_accounts SET updated_at = 9223372036854775807; UPDATE two_factor_events SET "
                + "at = -1 WHERE user_id = 'alice' AND sequence = 2"
        );
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now!.Value)).Code);
        Assert.Equal(2, _cli.Run("report").Ok()["enrolled"]!.GetValue<int>());
        var audit = _cli.Run("audit", "--verify");
        Assert.Equal((1, "audit_broken"), (audit.ExitCode, audit.Code));
        Assert.Contains("Event 2 of user 'alice' was changed", audit.Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_argument_that_begins_with_an_at_sign_is_an_argument() =>
        Assert.Equal("@alice", _cli.Run("status", "@alice").Ok()["userId"]!.GetValue<string>());

    [Theory]
    [Trait("Req", "R80")]
    [InlineData("c2hvcnQ=\n", UnixFileMode.UserRead | UnixFileMode.UserWrite, "holds 5 bytes")]
    [InlineData("not a key\n", UnixFileMode.UserRead | UnixFileMode.UserWrite, "is not Base64")]
    [InlineData("", UnixFileMode.UserRead | UnixFileMode.UserWrite, "holds no key")]
    [InlineData(null, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, "chmod 600")]
    public void A_key_file_of_the_wrong_size_or_mode_is_refused(string? content, UnixFileMode mode, string expected)
    {
        var user = _cli.Enroll();
        var key = File.ReadAllText(_cli.KeyFile);
        File.WriteAllText(_cli.KeyFile, content ?? key);
        File.SetUnixFileMode(_cli.KeyFile, mode);
        var result = _cli.Run("verify", "alice", user.Code(_cli.Now!.Value));
        Assert.Equal(Usage, result.ExitCode);
        Assert.Contains(expected, result.Line(), StringComparison.Ordinal);
        File.WriteAllText(_cli.KeyFile, key);
        File.SetUnixFileMode(_cli.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now.Value)).Code);
    }

    [Fact]
    [Trait("Req", "R90")]
    public void A_corrupt_database_is_named_with_the_remedy_and_left_as_it_was()
    {
        _cli.Enroll();
        var bytes = File.ReadAllBytes(_cli.Database);
        bytes.AsSpan(0, 100).Fill(0x78);
        File.WriteAllBytes(_cli.Database, bytes);
        var result = _cli.Run("status", "alice");
        Assert.Equal(Infrastructure, result.ExitCode);
        Assert.Contains("restore it from a backup", result.Line(), StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(_cli.Database));
    }

    [Fact]
    [Trait("Req", "R90")]
    public void A_clock_that_was_set_back_is_refused()
    {
        var user = _cli.Enroll();
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now!.Value)).Code);
        var right = _cli.Now.Value;
        _cli.Now = right - TimeSpan.FromHours(2);
        var result = _cli.Run("verify", "alice", user.Code(_cli.Now.Value));
        Assert.Equal(Infrastructure, result.ExitCode);
        Assert.Contains("NTP", result.Line(), StringComparison.Ordinal);
        _cli.Now = right;
        _cli.NextStep();
        Assert.Equal("accepted", _cli.Run("verify", "alice", user.Code(_cli.Now.Value)).Code);
    }

    // A namespace of its own gives even an unprivileged user a file system to fill up or to mount read-only.
    [Fact]
    [Trait("Req", "R90")]
    public void A_full_disk_refuses_with_the_remedy_and_the_account_is_as_it_was()
    {
        var script = """
            set -e
            mount -t tmpfs -o size=192k tmpfs "$1"
            run() { dotnet "$2" "${@:3}" --json --store "sqlite:$1/store.db" || echo "exit $?"; }
            run "$1" "$2" enroll alice --method totp
            run "$1" "$2" status alice
            dd if=/dev/zero of="$1/ballast" bs=1k 2>/dev/null || true
            run "$1" "$2" enroll alice --method totp
            rm "$1/ballast"
            run "$1" "$2" status alice
            run "$1" "$2" audit --verify
            """;
        var lines = InNamespace(script);
        Assert.Equal(lines[1], lines[4]);
        Assert.Equal("exit 3", lines[3]);
        Assert.Matches("full", lines[2]);
        Assert.Contains("\"intact\":true", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R90")]
    public void A_read_only_folder_refuses_with_the_remedy()
    {
        var script = """
            set -e
            mount -t tmpfs -o size=1m tmpfs "$1"
            run() { dotnet "$2" "${@:3}" --json --store "sqlite:$1/store.db" || echo "exit $?"; }
            mount -o remount,ro "$1"
            run "$1" "$2" enroll alice --method totp
            mount -o remount,rw "$1"
            run "$1" "$2" enroll alice --method totp
            mount -o remount,ro "$1"
            run "$1" "$2" enroll alice --method totp
            """;
        var lines = InNamespace(script);
        Assert.Matches("cannot be (opened|made|written)", lines[0]);
        Assert.Matches("exit [23]", lines[1]);
        Assert.Contains("\"secret\"", lines[2], StringComparison.Ordinal);
        Assert.Matches("cannot be (opened|written)", lines[3]);
        Assert.Equal("exit 3", lines[4]);
    }

    private string[] InNamespace(string script)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Needs Linux: unshare of util-linux.");

        string[] unshare =
        [
            "--mount",
            .. System.Environment.UserName == "root" ? [] : new[] { "--map-root-user" },
            "bash",
            "-c",
            script,
            "bash",
            _cli.Folder,
            Path.Combine(AppContext.BaseDirectory, "two-factor-console.dll"),
        ];
        return Tools.Run("unshare", "util-linux", unshare).Split('\n');
    }
}
