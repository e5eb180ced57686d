using System.Text;
using Microsoft.Extensions.Options;
using MimeKit;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>The gateway for SMTP before <see cref="MailServer"/>, which repeats what it was given in its answers.</summary>
internal sealed class SmtpHarness : MailGatewayHarness
{
    private readonly MailServer _server = new();
    private readonly SmtpMailGateway _gateway;

    public SmtpHarness() =>
        _gateway = new SmtpMailGateway(
            Options.Create(
                new SmtpOptions
                {
                    Host = "localhost",
                    Port = _server.Port,
                    From = "Example <no-reply@example.com>",
                    UserName = "no-reply",
                    Password = "secret",
                }
            ),
            new ManualClock()
        )
        {
            Certificates = (_, certificate, _, _) => MailCertificate.IsShown(certificate),
        };

    public override IMailGateway Gateway => _gateway;

    public override int Attempts => _server.Commands.Count(c => c.StartsWith("MAIL", StringComparison.Ordinal));

    public override IReadOnlyList<ArrivedMail> Arrived => [.. _server.Messages.Select(Read)];

    public override Task Hanging => _server.Hanging.Task;

    public override MailProviderBehavior Behavior
    {
        get => base.Behavior;
        set
        {
            base.Behavior = value;
            _server.HangsAt = value == MailProviderBehavior.Hang ? "." : null;
            _server.BreaksAt = value switch
            {
                MailProviderBehavior.Unreachable => "GREETING",
                MailProviderBehavior.Reset => ".",
                _ => null,
            };
            var (verb, answer) = value switch
            {
                MailProviderBehavior.RejectRecipient => (
                    "RCPT",
                    "550 5.1.1 <alice.liddell+kit@example.com> is unknown"
                ),
                MailProviderBehavior.RejectText => (".", "554 5.7.1 spam to alice.liddell+kit: 739158"),
                MailProviderBehavior.RefuseForNow => (
                    "RCPT",
                    "451 4.7.1 <alice.liddell+kit@example.com> is greylisted"
                ),
                MailProviderBehavior.RejectCredentials => ("AUTH", "535 5.7.8 no"),
                MailProviderBehavior.Garble => (".", "739158 for alice.liddell+kit"),
                _ => ("", ""),
            };
            _server.Answers.Clear();
            _server.Answers[verb] = answer;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        await _server.DisposeAsync();
    }

    private static ArrivedMail Read(string text)
    {
        var mime = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        return new ArrivedMail
        {
            To = mime.To.Mailboxes.Single().Address,
            Subject = mime.Subject!,
            Text = mime.TextBody!,
            Html = mime.HtmlBody,
        };
    }
}
