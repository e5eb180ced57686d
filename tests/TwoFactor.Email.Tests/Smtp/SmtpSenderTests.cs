namespace TwoFactor.Tests;

/// <summary>The sender that an app names: what the start takes, the mail library reads when a message goes out.</summary>
public sealed class SmtpSenderTests
{
    public static TheoryData<string> Senders =>
        [
            "no-reply@example.com",
            "Example <no-reply@example.com>",
            "My App 2 <no-reply+codes@mail.example.com>",
            "\"Example, Inc.\" <no-reply@example.com>",
            "Exämple <no-reply@example.com>",
            "<no-reply@example.com>",
            "no-reply@EXAMPLE.com",
            "Example <no-reply@EXAMPLE.com>",
            "Example <no-reply@münchen.example>",
            "Example<no-reply@example.com>",
            "Example <<no-reply@example.com>>",
            "Example <no-reply@example.com",
            "Example no-reply@example.com",
            "Example <no-reply@example.com> Example",
            "Example, Inc. <no-reply@example.com>",
            "mailto:no-reply@example.com",
            "Example <mailto:no-reply@example.com>",
            " no-reply@example.com ",
            "no-reply",
            "no-reply@",
            "a@example.com, b@example.com",
            "Example <a@example.com>, Example <b@example.com>",
            "Example\r\nBcc: b@example.com <a@example.com>",
            "",
            " ",
        ];

    [Theory]
    [MemberData(nameof(Senders))]
    public void What_the_start_takes_is_what_the_mail_library_reads(string from)
    {
        var options = new SmtpOptions { Host = "smtp.example.com", From = from };
        var isTaken = !options.Problems().Any(p => p.Contains("From", StringComparison.Ordinal));
        var isRead = MimeMessages.TryReadSender(from, out var sender);
        Assert.Equal(isRead, isTaken);
        if (isRead)
            Assert.DoesNotContain('<', sender!.Address);
    }
}
