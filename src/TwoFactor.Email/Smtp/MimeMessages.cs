using System.Diagnostics.CodeAnalysis;
using MimeKit;
using MimeKit.Text;

namespace TwoFactor.Email;

/// <summary>Builds the message that goes to the mail server.</summary>
internal static class MimeMessages
{
    public static bool TryReadSender(string text, [NotNullWhen(true)] out MailboxAddress? sender) =>
        MailboxAddress.TryParse(text, out sender) && EmailAddress.Parse(sender.Address) is not null;

    public static MimeMessage Build(MailMessage message, string from)
    {
        if (!TryReadSender(from, out var sender))
            throw new InvalidOperationException("TwoFactor:Smtp:From is no address.");

        var mime = new MimeMessage
        {
            Subject = message.Subject,
            Date = message.SentAt,
            MessageId = MimeKit.Utils.MimeUtils.GenerateMessageId(sender.Domain),
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = message.Text },
                new TextPart(TextFormat.Html) { Text = message.Html },
            },
        };
        mime.From.Add(sender);
        mime.To.Add(new MailboxAddress(null, message.To));
        mime.Body.Headers.Add(HeaderId.ContentLanguage, message.Language);

        // Suppresses automatic replies, e.g. out-of-office (RFC 3834 §5; the second header is for Exchange).
        mime.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mime.Headers.Add("X-Auto-Response-Suppress", "All");
        return mime;
    }
}
