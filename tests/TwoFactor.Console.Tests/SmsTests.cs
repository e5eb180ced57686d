using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace ConsoleSample.Tests;

/// <summary>The SMS commands as processes, with an outbox folder in place of a phone.</summary>
public sealed class SmsTests : IDisposable
{
    private readonly Cli _cli = new();

    private string Outbox => Path.Combine(_cli.Folder, "messages");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void The_story_of_a_user_with_a_phone()
    {
        var pending = Run("enroll", "alice", "--method", "sms", "--region", "JP", "--phone", "090-1234-5678").Ok();
        Assert.Equal(
            ["factorId", "method", "status", "destination", "expiresAt", "resendAt"],
            pending.Select(p => p.Key)
        );
        Assert.Equal(
            ("sms", "pending", "+81 ••••••••78"),
            (Text(pending, "method"), Text(pending, "status"), Text(pending, "destination"))
        );
        Assert.Equal("2027-01-31T09:30:30Z", Text(pending, "resendAt"));
        var message = Assert.Single(Messages());
        Assert.Equal(["to", "body", "sentAt"], message.Select(p => p.Key));
        Assert.Equal(("+819012345678", "2027-01-31T09:30:00Z"), (Text(message, "to"), Text(message, "sentAt")));
        Assert.Contains(
            "\"+819012345678\"",
            File.ReadAllText(Directory.GetFiles(Outbox).Single()),
            StringComparison.Ordinal
        );

        var confirmed = Run("confirm", "alice", Text(pending, "factorId"), LastCode()).Ok();
        Assert.Equal(("active", 10), (Text(confirmed, "status"), confirmed["recoveryCodes"]!.AsArray().Count));
        var signIn = Run("sign-in", "alice").Ok();
        Assert.Equal(
            ("challenge", "+81 ••••••••78"),
            (Text(signIn, "decision"), Text(signIn["factors"]![0]!.AsObject(), "destination"))
        );
        _cli.NextStep();
        var challenge = Run("challenge", "alice", "--factor", Text(pending, "factorId")).Ok();
        Assert.Equal(
            ["challengeId", "factorId", "method", "destination", "expiresAt", "resendAt"],
            challenge.Select(p => p.Key)
        );
        var again = Run("challenge", "alice");
        Assert.Equal((1, "throttled", 30), (again.ExitCode, again.Code, again.Json["retryAfter"]!.GetValue<int>()));
        var accepted = Run("verify", "alice", LastCode(), "--challenge", Text(challenge, "challengeId")).Ok();
        Assert.Equal(["sms", "mfa"], accepted["amr"]!.AsArray().Select(a => a!.GetValue<string>()));
        Assert.Equal("code_used", Run("verify", "alice", LastCode()).Code);
        Assert.Equal("+81 ••••••••78", Text(Run("status", "alice").Ok()["factors"]![0]!.AsObject(), "destination"));
        Assert.Equal("""{"sms":1}""", Run("report").Ok()["byMethod"]!.ToJsonString());
        Assert.Equal(2, Messages().Count);
    }

    [Theory]
    [Trait("Req", "R16")]
    [InlineData("US", "(201) 555-0123", null, "invalid_input")]
    [InlineData("US", "(201) 555-0123", "JP,US", null)]
    [InlineData("US", "(201) 555-0123", "all", null)]
    [InlineData("JP", "0990-123-456", "all", "invalid_input")]
    [InlineData("JP", "12", "all", "invalid_input")]
    [InlineData("XX", "090-1234-5678", "all", "invalid_input")]
    [InlineData("JP", "090-1234-5678", "XX", "usage")]
    [InlineData("JP", "090-1234-5678", "", "usage")]
    [InlineData("JP", "", null, "usage")]
    public void Where_codes_may_go_is_decided_by_the_number(string region, string phone, string? regions, string? error)
    {
        string[] more = regions is null ? [] : ["--regions", regions];
        var result = Run(["enroll", "alice", "--method", "sms", "--region", region, "--phone", phone, .. more]);
        if (error is null)
        {
            result.Ok();
            return;
        }

        Assert.Equal((2, error), (result.ExitCode, result.Code));
        Assert.NotEmpty(result.Line());
        Assert.False(Directory.Exists(Outbox));
    }

    [Theory]
    [InlineData("--method needs a phone", "enroll", "alice", "--method", "sms")]
    [InlineData("a QR code", "enroll", "alice", "--method", "sms", "--phone", "+819012345678", "--qr", "x.svg")]
    [InlineData("a phone without sms", "enroll", "alice", "--phone", "+819012345678")]
    [InlineData("another method", "enroll", "alice", "--method", "pigeon")]
    public void Options_that_do_not_fit_together_are_refused(string what, params string[] command)
    {
        var result = Run(command);
        Assert.True(result.ExitCode == 2, what);
        Assert.NotEmpty(result.Line());
    }

    [Fact]
    [Trait("Req", "R12")]
    public void Of_16_processes_that_ask_for_a_code_at_once_one_sends()
    {
        Enroll();
        _cli.NextStep();
        List<CliProcess> processes;
        using (var connection = new SqliteConnection($"Data Source={_cli.Database};Pooling=False"))
        {
            connection.Open();
            using var transaction = connection.BeginTransaction(deferred: false);
            processes = [.. Enumerable.Range(0, 16).Select(_ => Start("challenge", "alice"))];
            transaction.Rollback();
        }

        var results = processes.ConvertAll(p => p.Finish());
        Assert.Single(results, r => r.ExitCode == 0);
        Assert.Equal(15, results.Count(r => r.Code == "throttled"));
        Assert.Equal(2, Messages().Count);
        Run("verify", "alice", LastCode()).Ok();
    }

    // The gateway is where the process can be killed at a known place: before it took the request, or after, without an
    // answer.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "R90")]
    public void A_process_that_dies_before_or_after_the_send_leaves_one_code_that_works_at_most(bool isSent)
    {
        Enroll();
        _cli.NextStep();
        var before = Counted();
        string? body = null;
        using (var gateway = new TcpListener(IPAddress.Loopback, 0))
        {
            gateway.Start();
            UseTwilio($"http://127.0.0.1:{((IPEndPoint)gateway.LocalEndpoint).Port}");
            var process = _cli.StartCommand("challenge", "alice");
            using var socket = gateway.AcceptSocket();
            body = isSent ? ReadBody(socket) : null;
            process.Kill();
        }

        _cli.Environment.Clear();

        // The challenge was written before the message left, and so was what the message costs; neither is given back.
        Assert.Equal(before + 1, Counted());
        var early = Run("challenge", "alice");
        Assert.Equal((1, "throttled", 30), (early.ExitCode, early.Code, early.Json["retryAfter"]!.GetValue<int>()));
        _cli.NextStep();
        Run("challenge", "alice").Ok();
        Assert.Equal(before + 2, Counted());
        if (body is not null)
            Assert.Equal("invalid_code", Run("verify", "alice", CodeIn(body)).Code);

        Run("verify", "alice", LastCode()).Ok();
        Assert.True(Run("audit", "--verify").Ok()["intact"]!.GetValue<bool>());
    }

    [Fact]
    [Trait("Req", "R90")]
    public void A_gateway_that_is_down_is_an_infrastructure_error_and_the_user_can_ask_again()
    {
        Enroll();
        _cli.NextStep();
        UseTwilio("http://127.0.0.1:9");
        var down = _cli.Run("challenge", "alice");
        Assert.Equal((3, "gateway"), (down.ExitCode, down.Code));
        Assert.DoesNotContain("0123456789abcdef", down.Line(), StringComparison.Ordinal);
        _cli.Environment.Clear();
        _cli.NextStep();
        Run("challenge", "alice").Ok();
        Run("verify", "alice", LastCode()).Ok();
    }

    [Theory]
    [InlineData("AccountSid", "AC1", "AccountSid")]
    [InlineData("From", "", "sender")]
    [InlineData("Region", "ie1", "dublin")]
    public void Settings_of_the_gateway_that_cannot_be_are_named(string name, string value, string problem)
    {
        UseTwilio("http://127.0.0.1:9");
        _cli.Environment[$"TwoFactor__Twilio__{name}"] = value;
        var result = _cli.Run("enroll", "alice", "--method", "sms", "--region", "JP", "--phone", "090-1234-5678");
        Assert.Equal((2, "configuration"), (result.ExitCode, result.Code));
        Assert.Contains(problem, result.Line(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R81")]
    public void Neither_code_nor_number_is_at_rest_or_in_an_answer()
    {
        var answers = new StringBuilder();
        var pending = Run("enroll", "alice", "--method", "sms", "--region", "JP", "--phone", "090-1234-5678");
        answers
            .Append(pending.Output)
            .Append(Run("confirm", "alice", Text(pending.Ok(), "factorId"), LastCode()).Output);
        answers
            .Append(Run("status", "alice").Output)
            .Append(Run("audit", "alice").Output)
            .Append(Run("challenge", "alice").Output);
        foreach (var file in Directory.GetFiles(_cli.Folder))
            answers.Append(Encoding.Latin1.GetString(File.ReadAllBytes(file)));

        foreach (var secret in new[] { "9012345678", "901234", LastCode() })
            Assert.DoesNotContain(secret, answers.ToString(), StringComparison.Ordinal);
    }

    private CliResult Run(params string[] command) => Start(command).Finish();

    private CliProcess Start(params string[] command) => _cli.StartCommand([.. command, "--outbox", Outbox]);

    private void Enroll()
    {
        var pending = Run("enroll", "alice", "--method", "sms", "--region", "JP", "--phone", "090-1234-5678").Ok();
        Run("confirm", "alice", Text(pending, "factorId"), LastCode()).Ok();
    }

    private void UseTwilio(string url)
    {
        _cli.Environment["TwoFactor__Twilio__AccountSid"] = "AC0123456789abcdef0123456789abcdef";
        _cli.Environment["TwoFactor__Twilio__AuthToken"] = "0123456789abcdef0123456789abcdef";
        _cli.Environment["TwoFactor__Twilio__From"] = "+12025550123";
        _cli.Environment["TwoFactor__Twilio__BaseUrl"] = url;
    }

    private List<JsonObject> Messages() =>
        [
            .. Directory
                .GetFiles(Outbox)
                .Order(StringComparer.Ordinal)
                .Select(f => JsonNode.Parse(File.ReadAllText(f))!.AsObject()),
        ];

    private string LastCode() =>
        CodeIn(Text(Messages().MaxBy(m => Text(m, "sentAt"), StringComparer.Ordinal)!, "body"));

    private static string CodeIn(string body) => System.Text.RegularExpressions.Regex.Match(body, "[0-9]{6}").Value;

    private static string ReadBody(Socket socket)
    {
        var request = new StringBuilder();
        var buffer = new byte[4_096];
        while (!request.ToString().Contains("Attempt=1", StringComparison.Ordinal))
            request.Append(Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer)));

        var text = request.ToString();
        return WebUtility.UrlDecode(text[text.IndexOf("Body=", StringComparison.Ordinal)..]);
    }

    /// <summary>What has been counted against the cap of the day.</summary>
    private long Counted()
    {
        using var connection = new SqliteConnection($"Data Source={_cli.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sum(count) FROM two_factor_quotas WHERE bucket = 'sms:day'";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
