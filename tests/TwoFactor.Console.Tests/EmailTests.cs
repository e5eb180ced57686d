using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ConsoleSample.Tests;

/// <summary>The e-mail commands as processes, with an outbox folder in place of a mailbox.</summary>
public sealed class EmailTests : IDisposable
{
    private readonly Cli _cli = new();

    private string Outbox => Path.Combine(_cli.Folder, "messages");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void The_story_of_a_user_with_a_mailbox()
    {
        var pending = Run("enroll", "alice", "--method", "email", "--address", "Alice@Example.com").Ok();
        Assert.Equal(
            ["factorId", "method", "status", "destination", "expiresAt", "resendAt"],
            pending.Select(p => p.Key)
        );
        Assert.Equal(("email", "A•••@example.com"), (Text(pending, "method"), Text(pending, "destination")));
        var message = Assert.Single(Messages());
        Assert.Equal(["to", "subject", "body", "sentAt"], message.Select(p => p.Key));
        Assert.Equal("Alice@example.com", Text(message, "to"));
        Run("confirm", "alice", Text(pending, "factorId"), LastCode()).Ok();

        _cli.NextStep();
        var challenge = Run("challenge", "alice").Ok();
        var accepted = Run("verify", "alice", LastCode(), "--challenge", Text(challenge, "challengeId")).Ok();
        Assert.Equal(["otp", "mfa"], accepted["amr"]!.AsArray().Select(a => a!.GetValue<string>()));
        Assert.Equal("""{"email":1}""", Run("report").Ok()["byMethod"]!.ToJsonString());
    }

    [Theory]
    [InlineData("--method email needs --address", "--method", "email")]
    [InlineData("--address is for --method email", "--address", "alice@example.com")]
    [InlineData("--phone is for --method sms", "--method", "email", "--address", "a@b.example", "--phone", "1")]
    [InlineData("--method email has no QR code", "--method", "email", "--address", "a@b.example", "--qr", "x.svg")]
    public void Options_that_do_not_go_together_are_named(string message, params string[] options)
    {
        var result = Run(["enroll", "alice", .. options]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Line(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Outbox));
    }

    [Fact]
    public void What_is_no_address_is_refused_in_a_sentence()
    {
        var result = Run("enroll", "alice", "--method", "email", "--address", "nobody");
        Assert.Equal((2, "invalid_input"), (result.ExitCode, result.Code));
        Assert.Contains("That is no e-mail address", result.Line(), StringComparison.Ordinal);
    }

    private CliResult Run(params string[] command) => _cli.StartCommand([.. command, "--outbox", Outbox]).Finish();

    private List<JsonObject> Messages() =>
        [
            .. Directory
                .GetFiles(Outbox)
                .Order(StringComparer.Ordinal)
                .Select(f => JsonNode.Parse(File.ReadAllText(f))!.AsObject()),
        ];

    private string LastCode() => Regex.Match(Text(Messages()[^1], "body"), "[0-9]{6}").Value;

    private static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();
}
