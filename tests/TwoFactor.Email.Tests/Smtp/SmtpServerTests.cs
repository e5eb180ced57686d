using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>
/// The gateway against a mail server and a parser of messages that the project did not write: npm's
/// <c>smtp-server</c> and <c>mailparser</c>.
/// </summary>
public sealed partial class SmtpServerTests
{
    private const string User = "no-reply";
    private const string Secret = "correct horse";
    private const string Sent = "secured mail message";

    [SmtpServerTheory]
    [InlineData("en", "Your Example code")]
    [InlineData("de", "Ihr Code für Example")]
    [InlineData("ja", "Exampleの確認コード")]
    [InlineData("zh-Hant", "Example驗證碼")]
    [InlineData("ko", "Example 인증번호")]
    [InlineData("ar", "رمز Example")]
    [InlineData("hi", "Example का कोड")]
    public async Task What_arrives_says_the_code_once_in_each_part_and_confirms_the_mailbox(
        string language,
        string subject
    )
    {
        await using var server = await SmtpServer.StartAsync();
        using var gateway = Gateway(server);
        await using var host = new EmailHost(build: b => b.AddGateway(_ => gateway));
        var pending = await host.BeginAsync(language: language);
        var mail = await server.WaitForAsync("message");
        Assert.Equal(
            (subject, EmailHost.Address, "auto-generated", "All", language),
            (
                Of(mail, "subject"),
                Assert.Single(mail["to"]!.AsArray())!.ToString(),
                Of(mail, "autoSubmitted"),
                Of(mail, "autoResponseSuppress"),
                Of(mail, "contentLanguage")
            )
        );
        var code = SixDigits().Match(Of(mail, "text")).Value;
        foreach (var part in new[] { "text", "html" })
            Assert.Equal(2, Of(mail, part).Split(code).Length);

        Assert.All(mail["headers"]!.AsArray(), h => Assert.DoesNotMatch($@"\b{code}\b", h!.ToString()));
        Assert.DoesNotContain(code, Of(mail, "subject"), StringComparison.Ordinal);
        Assert.Equal(0, (int)mail["attachments"]!);
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, code)).Succeeded);
        Assert.Equal(Sent, await server.StoryAsync());
    }

    [SmtpServerFact]
    [Trait("Req", "R17")]
    public async Task The_link_arrives_whole_in_each_part_and_ends_what_it_is_for()
    {
        await using var server = await SmtpServer.StartAsync();
        using var gateway = Gateway(server);
        await using var host = new EmailHost(
            o => o.NotMeUri = new Uri("https://example.com/security/not-me?from=mail"),
            b => b.AddGateway(_ => gateway)
        );
        var pending = await host.BeginAsync(language: "ja");
        var first = Of(await server.WaitForAsync("message"), "text");
        Assert.DoesNotContain("https:", first, StringComparison.Ordinal);
        await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, SixDigits().Match(first).Value);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var challenge = await host.ChallengeAsync();
        var mail = await server.WaitForAsync("message");
        var link = Link().Match(Of(mail, "text")).Value;
        Assert.Contains($"href=\"{link.Replace("&", "&amp;")}\"", Of(mail, "html"), StringComparison.Ordinal);
        var reference = link[(link.LastIndexOf('=') + 1)..];
        Assert.Equal(TwoFactorOutcome.Accepted, await host.Get<INotMeService>().ReportAsync(reference));
        var code = SixDigits().Match(Of(mail, "text")).Value;
        Assert.Equal(TwoFactorOutcome.Expired, (await host.VerifyAsync(code, challenge.ChallengeId)).Outcome);
    }

    [SmtpServerTheory]
    [InlineData("tls", SmtpSecurity.Tls, "PLAIN")]
    [InlineData("tls", SmtpSecurity.Tls, "LOGIN")]
    [InlineData("starttls", SmtpSecurity.StartTls, "PLAIN")]
    [InlineData("starttls", SmtpSecurity.Auto, "LOGIN")]
    [InlineData("starttls", SmtpSecurity.Auto, "XOAUTH2")]
    [InlineData("tls", SmtpSecurity.Tls, "XOAUTH2")]
    public async Task Who_signs_in_is_served_and_who_does_not_is_a_matter_of_configuration(
        string security,
        SmtpSecurity asked,
        string method
    )
    {
        var settings = new
        {
            security,
            methods = new[] { method },
            user = User,
            secret = Secret,
        };
        await using var server = await SmtpServer.StartAsync(settings);
        using (var gateway = Gateway(server, o => SignIn(o, asked, method, "wrong")))
        {
            var refused = await gateway.SendAsync(Message(), default);
            Assert.Equal(
                (true, MailFailure.Configuration, "authentication"),
                (refused.IsProvablyNotSent, refused.Failure, refused.ProviderCode)
            );
            Assert.Contains("configuration", await gateway.CheckAsync(default), StringComparison.Ordinal);
        }

        using (var gateway = Gateway(server, o => SignIn(o, asked, method, Secret)))
            Assert.Equal(FactorDeliveryStatus.Accepted, (await gateway.SendAsync(Message(), default)).Status);

        var events = await server.StopAsync();
        Assert.Equal(
            "listening secured refused secured refused secured authenticated mail message",
            string.Join(' ', events.Select(e => Of(e, "event")))
        );
        Assert.Equal(method, Of(events[^3], "method"));
    }

    [SmtpServerTheory]
    [InlineData("none", SmtpSecurity.Auto, "no_starttls")]
    [InlineData("none", SmtpSecurity.Tls, "tls")]
    public async Task Without_TLS_nobody_gets_a_password_or_a_message(string security, SmtpSecurity asked, string code)
    {
        await using var server = await SmtpServer.StartAsync(
            new
            {
                security,
                user = User,
                secret = Secret,
            }
        );
        using var gateway = Gateway(server, o => SignIn(o, asked, "PLAIN", Secret));
        var result = await gateway.SendAsync(Message(), default);
        Assert.Equal(
            (true, MailFailure.Configuration, code),
            (result.IsProvablyNotSent, result.Failure, result.ProviderCode)
        );
        Assert.Equal("", await server.StoryAsync());
    }

    [SmtpServerFact]
    public async Task A_server_that_demands_TLS_refuses_who_comes_without()
    {
        await using var server = await SmtpServer.StartAsync(new { user = User, secret = Secret });
        using var gateway = Gateway(server, o => SignIn(o, SmtpSecurity.None, "PLAIN", Secret));
        var result = await gateway.SendAsync(Message(), default);
        Assert.Equal((true, MailFailure.Configuration), (result.IsProvablyNotSent, result.Failure));
        Assert.Equal("", await server.StoryAsync());
    }

    [SmtpServerFact]
    public async Task A_sender_who_did_not_sign_in_is_a_matter_of_configuration()
    {
        await using var server = await SmtpServer.StartAsync(new { user = User, secret = Secret });
        using var gateway = Gateway(server);
        var result = await gateway.SendAsync(Message(), default);
        Assert.Equal((MailFailure.Configuration, "530"), (result.Failure, result.ProviderCode));
        Assert.Equal("secured", await server.StoryAsync());
    }

    [SmtpServerFact]
    public async Task Greylisting_is_told_and_what_the_user_asks_for_later_arrives()
    {
        await using var server = await SmtpServer.StartAsync(
            new { answers = new { rcpt = new[] { "451 4.7.1 greylisted, come back later" } } }
        );
        using var gateway = Gateway(server);
        await using var host = new EmailHost(build: b => b.AddGateway(_ => gateway));
        var first = await host.BeginAsync();
        Assert.Equal(FactorDeliveryStatus.Rejected, first.Delivery!.Status);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await host.BeginAsync();
        Assert.Equal(FactorDeliveryStatus.Accepted, second.Delivery!.Status);
        Assert.Equal("secured mail secured mail message", await server.StoryAsync());
    }

    [SmtpServerTheory]
    [InlineData("mail", "553 5.1.8 not your address", MailFailure.Configuration, "secured mail")]
    [InlineData("rcpt", "451 4.7.1 greylisted", MailFailure.Transient, "secured mail")]
    [InlineData("rcpt", "550 5.1.1 nobody here", MailFailure.Recipient, "secured mail")]
    [InlineData("end", "452 4.3.1 full", MailFailure.Transient, Sent)]
    [InlineData("end", "554 5.7.1 spam", MailFailure.Policy, Sent)]
    public async Task A_refusal_is_provably_not_sent_and_has_its_class(
        string at,
        string answer,
        MailFailure failure,
        string story
    )
    {
        await using var server = await SmtpServer.StartAsync(Answering(at, answer));
        using var gateway = Gateway(server);
        var result = await gateway.SendAsync(Message(), default);
        Assert.Equal((true, failure, answer[..3]), (result.IsProvablyNotSent, result.Failure, result.ProviderCode));
        Assert.Equal(story, await server.StoryAsync());
    }

    [SmtpServerTheory]
    [InlineData("mail", false, "secured mail")]
    [InlineData("rcpt", false, "secured mail")]
    [InlineData("text", true, "secured mail")]
    [InlineData("end", true, Sent)]
    public async Task A_connection_that_breaks_is_not_tried_again(string at, bool isAmbiguous, string story)
    {
        await using var server = await SmtpServer.StartAsync(Answering(at, "break"));
        using var gateway = Gateway(server);
        var result = await gateway.SendAsync(Message(), default);
        Assert.Equal(
            (isAmbiguous ? FactorDeliveryStatus.Ambiguous : FactorDeliveryStatus.Rejected, "connection"),
            (result.Status, result.ProviderCode)
        );
        Assert.Equal(story, await server.StoryAsync());
    }

    [SmtpServerTheory]
    [InlineData("rcpt", false)]
    [InlineData("end", true)]
    public async Task A_server_that_hangs_is_left_when_the_time_is_up(string at, bool isAmbiguous)
    {
        await using var server = await SmtpServer.StartAsync(Answering(at, "hang"));
        using var gateway = Gateway(server);
        using var patience = new CancellationTokenSource();
        var sending = gateway.SendAsync(Message(), patience.Token).AsTask();
        await server.WaitForAsync("hanging");
        await patience.CancelAsync();
        if (isAmbiguous)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        else
            Assert.True((await sending).IsProvablyNotSent);
    }

    [SmtpServerFact]
    public async Task A_banner_of_ten_megabytes_does_no_harm()
    {
        await using var server = await SmtpServer.StartAsync(new { bannerBytes = 10_000_000 });
        using var gateway = Gateway(server);
        Assert.Equal(FactorDeliveryStatus.Accepted, (await gateway.SendAsync(Message(), default)).Status);
        Assert.Equal(Sent, await server.StoryAsync());
    }

    private static object Answering(string at, string answer) =>
        new { answers = new Dictionary<string, string[]>(StringComparer.Ordinal) { [at] = [answer] } };

    private static string Of(JsonNode node, string name) => node[name]?.ToString() ?? "";

    private static void SignIn(SmtpOptions options, SmtpSecurity security, string method, string secret)
    {
        options.Security = security;
        options.UserName = User;
        if (method == "XOAUTH2")
            options.GetAccessToken = _ => new(secret);
        else
            options.Password = secret;
    }

    private static SmtpMailGateway Gateway(SmtpServer server, Action<SmtpOptions>? configure = null)
    {
        var options = new SmtpOptions
        {
            Host = "localhost",
            Port = server.Port,
            From = "Example <no-reply@example.com>",
        };
        configure?.Invoke(options);
        return new SmtpMailGateway(Options.Create(options), new ManualClock())
        {
            Certificates = (_, certificate, _, _) => MailCertificate.IsShown(certificate),
        };
    }

    private static MailMessage Message() =>
        new()
        {
            To = EmailHost.Address,
            Subject = "Your Example code",
            Text = "081804\n",
            Html = "<p>081804</p>",
            Language = "en",
            Code = "081804",
            IsUnconfirmed = false,
            SentAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ValidFor = TimeSpan.FromMinutes(5),
            Number = 1,
            Reference = "cmVm",
        };

    [GeneratedRegex(@"https:\S+")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b[0-9]{6}\b")]
    private static partial Regex SixDigits();
}
