using System.Text.Json.Nodes;

namespace ConsoleSample.Tests;

/// <summary>The commands, their JSON and their exit codes, as other programs rely on them.</summary>
public sealed class ContractTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void The_story_of_a_user()
    {
        var pending = _cli.Run("enroll", "alice", "--method", "totp", "--name", "phone").Ok();
        Assert.Equal(["factorId", "method", "status", "secret", "uri", "expiresAt"], Names(pending));
        Assert.Equal(("totp", "pending"), (Text(pending, "method"), Text(pending, "status")));
        Assert.Equal("2027-01-31T09:40:00Z", Text(pending, "expiresAt"));
        var user = new CliUser(
            "alice",
            Text(pending, "factorId"),
            OtpAuthUri.Parse(Text(pending, "uri")).Value!.Secret.ToArray(),
            []
        );

        var confirmed = _cli.Run("confirm", "alice", user.FactorId, user.Code(_cli.Now!.Value)).Ok();
        Assert.Equal(["factorId", "status", "recoveryCodes"], Names(confirmed));
        Assert.Equal(("active", 10), (Text(confirmed, "status"), confirmed["recoveryCodes"]!.AsArray().Count));
        var reused = _cli.Run("verify", "alice", user.Code(_cli.Now.Value));
        Assert.Equal(
            (1, "code_used", 4),
            (reused.ExitCode, Text(reused.Json, "outcome"), reused.Json["attemptsLeft"]!.GetValue<int>())
        );

        _cli.NextStep();
        var signIn = _cli.Run("sign-in", "alice").Ok();
        Assert.Equal(["decision", "reason", "rules", "challengeId", "factors"], Names(signIn));
        Assert.Equal(("challenge", "enrolled"), (Text(signIn, "decision"), Text(signIn, "reason")));
        var accepted = _cli.Run(
                "verify",
                "alice",
                user.Code(_cli.Now.Value),
                "--challenge",
                Text(signIn, "challengeId")
            )
            .Ok();
        Assert.Equal(["outcome", "factorId", "method", "amr"], Names(accepted));
        Assert.Equal(["otp", "mfa"], accepted["amr"]!.AsArray().Select(a => a!.GetValue<string>()));

        _cli.NextStep();
        var challenge = _cli.Run("challenge", "alice", "--factor", user.FactorId).Ok();
        Assert.Equal(["challengeId", "factorId", "method", "expiresAt"], Names(challenge));
        var status = _cli.Run("status", "alice").Ok();
        Assert.Equal(["userId", "enabled", "factors", "recoveryCodesLeft", "trustedDevices"], Names(status));
        Assert.Equal(
            ["factorId", "method", "name", "status", "createdAt", "lastUsedAt"],
            Names(status["factors"]![0]!.AsObject())
        );
        Assert.Equal("phone", Text(status["factors"]![0]!.AsObject(), "name"));

        Assert.Equal("tablet", Text(_cli.Run("rename", "alice", user.FactorId, "tablet").Ok(), "name"));
        Assert.Equal("reauthentication_required", _cli.Run("recovery-codes", "alice").Code);
        var codes = _cli.Run("recovery-codes", "alice", "--proof", user.Code(_cli.Now.Value)).Ok();
        Assert.Equal(10, codes["codes"]!.AsArray().Count);
        _cli.NextStep();
        Assert.Equal(
            "removed",
            Text(_cli.Run("remove", "alice", user.FactorId, "--proof", user.Code(_cli.Now.Value)).Ok(), "status")
        );
        Assert.Equal("not_enrolled", _cli.Run("verify", "alice", user.Code(_cli.Now.Value)).Code);
    }

    [Fact]
    public void A_policy_can_demand_what_resists_phishing_and_a_code_then_completes_no_sign_in()
    {
        var alice = _cli.Enroll();
        string[] set = ["policy", "set", "--require", "none", "--actor", "root"];
        Assert.False(_cli.Run(set).Ok().ContainsKey("phishingResistantRoles"));
        var policy = _cli.Run([.. set, "--phishing-resistant-roles", "admin,board"]).Ok();
        Assert.Equal("[\"admin\",\"board\"]", policy["phishingResistantRoles"]!.ToJsonString());
        Assert.Equal(policy.ToJsonString(), _cli.Run("policy", "show").Ok().ToJsonString());
        var signIn = _cli.Run("sign-in", "alice", "--role", "admin").Ok();
        Assert.Equal("phishing_resistant_required", Text(signIn, "reason"));
        var verified = _cli.Run(
            "verify",
            "alice",
            alice.Code(_cli.Now!.Value),
            "--challenge",
            Text(signIn, "challengeId")
        );
        Assert.Equal((1, "phishing_resistant_required"), (verified.ExitCode, verified.Code));
    }

    [Fact]
    public void The_story_of_an_administrator()
    {
        var alice = _cli.Enroll();
        var policy = _cli.Run(
                "policy",
                "set",
                "--require",
                "roles",
                "--roles",
                "staff,admin",
                "--exempt-identity-provider",
                "entra",
                "--clients",
                "web,desktop",
                "--grace",
                "7d",
                "--actor",
                "root"
            )
            .Ok();
        Assert.Equal(
            (1, "roles", "7d"),
            (policy["version"]!.GetValue<int>(), Text(policy, "require"), Text(policy, "grace"))
        );
        Assert.Equal(policy.ToJsonString(), _cli.Run("policy", "show").Ok().ToJsonString());
        Assert.Equal("grace", Text(_cli.Run("sign-in", "bob", "--role", "guest", "--role", "staff").Ok(), "reason"));
        Assert.NotNull(_cli.Run("sign-in", "bob", "--role", "staff").Ok()["graceUntil"]);
        Assert.Equal(
            "identity_provider_exempt",
            Text(_cli.Run("sign-in", "bob", "--role", "staff", "--identity-provider", "entra").Ok(), "reason")
        );
        Assert.Equal(
            "client_not_covered",
            Text(_cli.Run("sign-in", "bob", "--role", "staff", "--client", "mobile").Ok(), "reason")
        );

        // Neither lets in who has a second factor.
        Assert.Equal("enrolled", Text(_cli.Run("sign-in", "alice", "--client", "mobile").Ok(), "reason"));
        Assert.Equal("enroll", Text(RunAfterGrace(), "decision"));

        var report = _cli.Run("report").Ok();
        Assert.Equal("""{"users":2,"enrolled":1,"byMethod":{"totp":1},"locked":0}""", report.ToJsonString());
        var temporary = _cli.Run("temporary-code", "alice", "--actor", "root", "--reason", "lost", "--valid", "30m")
            .Ok();
        Assert.Equal(["code", "expiresAt"], Names(temporary));
        Assert.Equal("temporary_code", Text(_cli.Run("verify", "alice", Text(temporary, "code")).Ok(), "method"));
        Assert.Equal("self_service_denied", _cli.Run("reset", "alice", "--actor", "alice", "--reason", "x").Code);
        Assert.Equal(
            ["userId", "resetAt"],
            Names(_cli.Run("reset", "alice", "--actor", "root", "--reason", "lost").Ok())
        );
        Assert.Equal(
            ("enroll", "reset"),
            (Text(_cli.Run("sign-in", "alice").Ok(), "decision"), Text(_cli.Run("sign-in", "alice").Ok(), "reason"))
        );

        var audit = _cli.Run("audit", "alice", "--verify").Ok();
        Assert.True(audit["intact"]!.GetValue<bool>());
        Assert.Equal(
            Enumerable.Range(1, audit["events"]!.AsArray().Count),
            audit["events"]!.AsArray().Select(e => e!["sequence"]!.GetValue<int>())
        );
        Assert.Contains(
            audit["events"]!.AsArray(),
            e => e!["type"]!.GetValue<string>() == "reset" && e["actor"]!.GetValue<string>() == "root"
        );
        Assert.True(_cli.Run("audit", "--verify").Ok()["events"]!.AsArray().Count > audit["events"]!.AsArray().Count);
        Assert.Equal("""{"resealed":0,"left":0}""", _cli.Run("reseal").Ok().ToJsonString());
        Assert.NotNull(alice);

        JsonObject RunAfterGrace()
        {
            _cli.Now += TimeSpan.FromDays(7);
            return _cli.Run("sign-in", "bob", "--role", "staff").Ok();
        }
    }

    [Fact]
    public void Secrets_of_another_system_are_taken_over_one_by_one_or_from_a_file()
    {
        const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        var one = _cli.Run("import", "alice", "--uri", $"otpauth://totp/Old:alice?secret={Secret}&issuer=Old").Ok();
        Assert.True(one["imported"]![0]!["imported"]!.GetValue<bool>());
        var alice = new CliUser("alice", "", "12345678901234567890"u8.ToArray(), []);
        Assert.Equal("accepted", _cli.Run("verify", "alice", alice.Code(_cli.Now!.Value)).Code);

        var csv = Path.Combine(_cli.Folder, "old.csv");
        File.WriteAllText(
            csv,
            $"user,uri\nbob,otpauth://totp/Old:bob?secret={Secret}&issuer=Old\ncarol,otpauth://totp/Old:carol?secret=1NVALID&issuer=Old\n\"d,ave\",\"otpauth://totp/Old:dave?secret={Secret}&issuer=Old\"\n\"e\u0007ve\",otpauth://totp/Old:eve?secret={Secret}&issuer=Old\nfrank\n"
        );
        var file = _cli.Run("import", "--csv", csv);
        Assert.Equal(1, file.ExitCode);
        Assert.Equal(["bob", "d,ave"], file.Json["imported"]!.AsArray().Select(i => i!["userId"]!.GetValue<string>()));
        Assert.Equal([3, 5, 6], file.Json["refused"]!.AsArray().Select(r => r!["line"]!.GetValue<int>()));
        Assert.Equal((6, "[1]"), (file.Json["lines"]!.GetValue<int>(), file.Json["skipped"]!.ToJsonString()));
        Assert.Contains("not of the form user,uri", file.Line(), StringComparison.Ordinal);
        Assert.Contains("position 1 is the digit 1", file.Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_json_a_person_reads_pages_and_a_refusal_is_one_line()
    {
        var user = _cli.Enroll();
        var status = _cli.StartRaw("status", "alice", "--store", $"sqlite:{_cli.Database}").Finish();
        Assert.Contains(user.FactorId, status.Output, StringComparison.Ordinal);
        Assert.Contains("10 recovery codes left", status.Output, StringComparison.Ordinal);
        var refused = _cli.StartRaw(
                "verify",
                "alice",
                "000000",
                "--store",
                $"sqlite:{_cli.Database}",
                "--now",
                _cli.Now!.Value.ToString("O")
            )
            .Finish();
        Assert.Equal(
            (1, "", "That code is wrong. 4 more tries before a lock."),
            (refused.ExitCode, refused.Output, refused.Line())
        );
    }

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    private static IEnumerable<string> Names(JsonObject json) => json.Select(p => p.Key);
}
