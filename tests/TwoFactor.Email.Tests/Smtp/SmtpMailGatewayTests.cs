using Microsoft.Extensions.Options;
using MimeKit;

namespace TwoFactor.Tests;

public sealed class SmtpMailGatewayTests
{
    private static readonly MailMessage s_message = new()
    {
        To = "alice@example.com",
        Subject = "Ihr Code für Example",
        Text = "Ihr Code:\n\n081804\n\n.\nBücher",
        Html = "<p>081804 – Bücher</p>",
        Language = "de",
        Code = "081804",
        IsUnconfirmed = false,
        SentAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        ValidFor = TimeSpan.FromMinutes(5),
        Number = 1,
        Reference = "cmVm",
    };

    [Theory]
    [InlineData(SmtpSecurity.StartTls)]
    [InlineData(SmtpSecurity.Tls)]
    [InlineData(SmtpSecurity.Auto)]
    public async Task A_message_arrives_over_TLS_and_says_what_it_is(SmtpSecurity security)
    {
        await using var server = new MailServer { IsImplicit = security == SmtpSecurity.Tls };
        using var gateway = Gateway(server, o => o.Security = security);
        var result = await gateway.SendAsync(s_message, default);
        Assert.Equal(FactorDeliveryStatus.Accepted, result.Status);
        var arrived = Parse(Assert.Single(server.Messages));
        Assert.Equal(
            ("Example <no-reply@example.com>", "alice@example.com", s_message.Subject),
            (arrived.From.ToString().Replace("\"", ""), arrived.To.ToString(), arrived.Subject)
        );
        Assert.Equal((s_message.Text, s_message.Html), (arrived.TextBody!.ReplaceLineEndings("\n"), arrived.HtmlBody));
        Assert.Equal((s_message.SentAt, result.MessageId), (arrived.Date, arrived.MessageId));
        Assert.Equal(
            ("auto-generated", "All", "de"),
            (
                arrived.Headers["Auto-Submitted"],
                arrived.Headers["X-Auto-Response-Suppress"],
                arrived.Body!.Headers["Content-Language"]
            )
        );
        Assert.Equal(security != SmtpSecurity.Tls, server.Commands.Contains("STARTTLS"));
    }

    [Fact]
    public async Task A_server_without_TLS_gets_neither_password_nor_message()
    {
        await using var server = new MailServer { OffersStartTls = false };
        using var gateway = Gateway(server, SignIn);
        var result = await gateway.SendAsync(s_message, default);
        Assert.Equal((MailFailure.Configuration, "no_starttls"), (result.Failure, result.ProviderCode));
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_nothing()
    {
        await using var server = new MailServer();
        using var gateway = new SmtpMailGateway(Options.Create(OptionsFor(server)), new ManualClock());
        var result = await gateway.SendAsync(s_message, default);
        Assert.Equal((MailFailure.Configuration, "tls"), (result.Failure, result.ProviderCode));
        Assert.Empty(server.Messages);
    }

    [Theory]
    [InlineData("AUTH", "535 5.7.8 no", MailFailure.Configuration, "authentication")]
    [InlineData("MAIL", "530 5.7.0 sign in first", MailFailure.Configuration, "530")]
    [InlineData("MAIL", "553 not your address", MailFailure.Configuration, "553")]
    [InlineData("MAIL", "452 too busy", MailFailure.Transient, "452")]
    [InlineData("RCPT", "451 4.7.1 greylisted", MailFailure.Transient, "451")]
    [InlineData("RCPT", "550 5.1.1 nobody here", MailFailure.Recipient, "550")]
    [InlineData("RCPT", "552 5.2.2 full", MailFailure.Recipient, "552")]
    [InlineData("DATA", "554 5.7.1 no", MailFailure.Policy, "554")]
    [InlineData("DATA", "421 closing", MailFailure.Transient, "421")]
    [InlineData(".", "550 5.7.1 spam", MailFailure.Policy, "550")]
    [InlineData(".", "451 try later", MailFailure.Transient, "451")]
    [InlineData("GREETING", "554 go away", MailFailure.Policy, "554")]
    [InlineData("GREETING", "421 busy", MailFailure.Transient, "421")]
    public async Task A_refusal_is_provably_not_sent_and_has_its_class(
        string verb,
        string answer,
        MailFailure failure,
        string code
    )
    {
        await using var server = new MailServer { Answers = { [verb] = answer } };
        using var gateway = Gateway(server, SignIn);
        var result = await gateway.SendAsync(s_message, default);
        Assert.Equal(
            (FactorDeliveryStatus.Rejected, failure, code),
            (result.Status, result.Failure, result.ProviderCode)
        );
        Assert.Empty(server.Messages);
    }

    [Theory]
    [InlineData("GREETING", false)]
    [InlineData("EHLO", false)]
    [InlineData("MAIL", false)]
    [InlineData("RCPT", false)]
    [InlineData("DATA", false)]
    [InlineData("TEXT", true)]
    [InlineData(".", true)]
    public async Task A_broken_connection_is_ambiguous_from_the_first_byte_of_the_text(string verb, bool isAmbiguous)
    {
        await using var server = new MailServer { BreaksAt = verb };
        using var gateway = Gateway(server);
        var result = await gateway.SendAsync(s_message, default);
        Assert.Equal(isAmbiguous ? FactorDeliveryStatus.Ambiguous : FactorDeliveryStatus.Rejected, result.Status);
        Assert.Equal(1, server.Connections);
        Assert.Equal(verb == "." ? 1 : 0, server.Messages.Count);
    }

    [Theory]
    [InlineData("GREETING", false)]
    [InlineData("RCPT", false)]
    [InlineData(".", true)]
    public async Task A_server_that_hangs_is_left_when_the_time_is_up(string verb, bool isAmbiguous)
    {
        await using var server = new MailServer { HangsAt = verb };
        using var gateway = Gateway(server);
        using var patience = new CancellationTokenSource();
        var sending = gateway.SendAsync(s_message, patience.Token).AsTask();
        await server.Hanging.Task;
        await patience.CancelAsync();
        if (isAmbiguous)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        else
            Assert.True((await sending).IsProvablyNotSent);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        var server = new MailServer();
        var options = OptionsFor(server);
        await server.DisposeAsync();
        using var gateway = new SmtpMailGateway(Options.Create(options), new ManualClock());
        var result = await gateway.SendAsync(s_message, default);
        Assert.Equal((true, MailFailure.Unreachable), (result.IsProvablyNotSent, result.Failure));
        Assert.Contains("unreachable", await gateway.CheckAsync(default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_banner_without_end_does_no_harm()
    {
        await using var server = new MailServer { BannerBytes = 10_000_000 };
        using var gateway = Gateway(server);
        Assert.Equal(FactorDeliveryStatus.Accepted, (await gateway.SendAsync(s_message, default)).Status);
    }

    [Fact]
    public async Task A_connection_is_kept_for_the_next_message_and_replaced_when_it_died()
    {
        await using var server = new MailServer();
        var clock = new ManualClock();
        using var gateway = Gateway(server, clock: clock);
        for (var i = 0; i < 3; i++)
            await gateway.SendAsync(s_message, default);

        Assert.Equal((1, 3), (server.Connections, server.Messages.Count));
        server.BreaksAt = "MAIL";
        Assert.Equal(MailFailure.Unreachable, (await gateway.SendAsync(s_message, default)).Failure);
        Assert.Equal(2, server.Connections);
        server.BreaksAt = null;
        await gateway.SendAsync(s_message, default);
        clock.Advance(TimeSpan.FromMinutes(1));
        await gateway.SendAsync(s_message, default);
        Assert.Equal((4, 5), (server.Connections, server.Messages.Count));
    }

    [Fact]
    public async Task A_kept_connection_that_breaks_after_the_text_began_is_not_tried_again()
    {
        await using var server = new MailServer();
        using var gateway = Gateway(server);
        await gateway.SendAsync(s_message, default);
        server.BreaksAt = ".";
        Assert.Equal(FactorDeliveryStatus.Ambiguous, (await gateway.SendAsync(s_message, default)).Status);
        Assert.Equal((1, 2), (server.Connections, server.Messages.Count));
    }

    [Fact]
    public async Task Messages_at_once_do_not_wait_for_one_another()
    {
        await using var server = new MailServer();
        using var gateway = Gateway(server);
        var results = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => gateway.SendAsync(s_message, default).AsTask())
        );
        Assert.All(results, r => Assert.Equal(FactorDeliveryStatus.Accepted, r.Status));
        Assert.Equal(16, server.Messages.Count);
    }

    [Fact]
    public async Task A_token_is_asked_for_where_no_password_is_taken()
    {
        await using var server = new MailServer();
        using var gateway = Gateway(
            server,
            o =>
            {
                o.UserName = "no-reply";
                o.GetAccessToken = _ => new("token");
            }
        );
        Assert.Equal(FactorDeliveryStatus.Accepted, (await gateway.SendAsync(s_message, default)).Status);
        Assert.Contains(server.Commands, c => c.StartsWith("AUTH XOAUTH2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", 587, SmtpSecurity.Auto, "Example <a@example.com>", null, null, "Host")]
    [InlineData("mail.example.com", 0, SmtpSecurity.Auto, "a@example.com", null, null, "Port")]
    [InlineData("mail.example.com", 587, SmtpSecurity.Auto, "nobody", null, null, "From")]
    [InlineData("mail.example.com", 587, SmtpSecurity.None, "a@example.com", null, null, "Security")]
    [InlineData("mail.example.com", 587, SmtpSecurity.Auto, "a@example.com", "me", null, "Password")]
    [InlineData("mail.example.com", 587, SmtpSecurity.Auto, "a@example.com", null, "pw", "UserName")]
    [InlineData("127.0.0.1", 25, SmtpSecurity.None, "a@example.com", null, null, null)]
    public void Settings_that_are_wrong_are_named(
        string host,
        int port,
        SmtpSecurity security,
        string from,
        string? user,
        string? password,
        string? named
    )
    {
        var options = new SmtpOptions
        {
            Host = host,
            Port = port,
            Security = security,
            From = from,
            UserName = user,
            Password = password,
        };
        Assert.Equal(named is null ? [] : [$"TwoFactor:Smtp:{named}"], options.Problems().Select(p => p.Split(' ')[0]));
        Assert.DoesNotContain("pw", $"{options} {string.Join(' ', options.Problems())}", StringComparison.Ordinal);
    }

    private static void SignIn(SmtpOptions options)
    {
        options.UserName = "no-reply";
        options.Password = "secret";
    }

    private static SmtpOptions OptionsFor(MailServer server) =>
        new()
        {
            Host = "localhost",
            Port = server.Port,
            From = "Example <no-reply@example.com>",
        };

    private static SmtpMailGateway Gateway(
        MailServer server,
        Action<SmtpOptions>? configure = null,
        ManualClock? clock = null
    )
    {
        var options = OptionsFor(server);
        configure?.Invoke(options);
        return new SmtpMailGateway(Options.Create(options), clock ?? new ManualClock())
        {
            Certificates = (_, certificate, _, _) => MailCertificate.IsShown(certificate),
        };
    }

    private static MimeMessage Parse(string text) =>
        MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
}
