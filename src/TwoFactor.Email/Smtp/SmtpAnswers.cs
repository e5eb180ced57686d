using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace TwoFactor.Email;

/// <summary>Turns SMTP replies and connection errors into results (RFC 5321 §4.2, RFC 3463).</summary>
internal static class SmtpAnswers
{
    /// <summary>
    /// The result for an exception of MailKit. The message certainly was not sent if the error came before the first
    /// byte of the text, or if the server refused it in a reply.
    /// </summary>
    public static MailResult Of(Exception exception, bool hasBegun) =>
        exception switch
        {
            SmtpCommandException refused => Of(refused),
            ServiceNotAuthenticatedException => MailResult.Rejected(MailFailure.Configuration, "530"),
            AuthenticationException or SslHandshakeException or NotSupportedException or SaslException when !hasBegun =>
                MailResult.Rejected(MailFailure.Configuration, CodeOf(exception)),
            SocketException when !hasBegun => MailResult.Rejected(MailFailure.Unreachable, "connection"),
            _ when hasBegun => MailResult.Ambiguous("connection"),
            _ => MailResult.Rejected(MailFailure.Unreachable, "connection"),
        };

    /// <summary>Whether the server, the network or the connection caused the exception, and not a bug.</summary>
    public static bool IsExpected(Exception exception) =>
        exception
            is ProtocolException
                or CommandException
                or ServiceNotConnectedException
                or ServiceNotAuthenticatedException
                or AuthenticationException
                or SslHandshakeException
                or SaslException
                or NotSupportedException
                or SocketException
                or IOException;

    private static MailResult Of(SmtpCommandException refused)
    {
        var code = ((int)refused.StatusCode).ToString(CultureInfo.InvariantCulture);
        return MailResult.Rejected(ClassOf(refused), code);
    }

    private static MailFailure ClassOf(SmtpCommandException refused) =>
        ((int)refused.StatusCode, refused.ErrorCode) switch
        {
            (< 500, _) => MailFailure.Transient,
            (530 or 534 or 535 or 538, _) => MailFailure.Configuration,
            (_, SmtpErrorCode.SenderNotAccepted) => MailFailure.Configuration,
            (_, SmtpErrorCode.RecipientNotAccepted) => MailFailure.Recipient,
            (550 or 551 or 552 or 553 or 554, _) => MailFailure.Policy,
            _ => MailFailure.Request,
        };

    private static string CodeOf(Exception exception) =>
        exception switch
        {
            SslHandshakeException => "tls",
            NotSupportedException => "no_starttls",
            _ => "authentication",
        };
}
