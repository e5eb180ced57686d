using System.Net.Security;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace TwoFactor.Email;

/// <summary>One connection to the mail server, with the time it was last used at.</summary>
internal sealed class SmtpConnection(SmtpOptions options, RemoteCertificateValidationCallback? certificates)
    : IDisposable
{
    private readonly SmtpClient _client = new() { ServerCertificateValidationCallback = certificates };

    public DateTimeOffset UsedAt { get; set; }

    public bool IsOpen => _client is { IsConnected: true } && (options.UserName is null || _client.IsAuthenticated);

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(options.Host, options.Port, Security(), cancellationToken).ConfigureAwait(false);
        if (options.UserName is null)
            return;

        if (options.GetAccessToken is { } getToken)
        {
            var token = await getToken(cancellationToken).ConfigureAwait(false);
            var oauth = new SaslMechanismOAuth2(options.UserName, token);
            await _client.AuthenticateAsync(oauth, cancellationToken).ConfigureAwait(false);
            return;
        }

        await _client.AuthenticateAsync(options.UserName, options.Password!, cancellationToken).ConfigureAwait(false);
    }

    public Task SendAsync(MimeMessage message, TransferWatch watch, CancellationToken cancellationToken) =>
        _client.SendAsync(message, cancellationToken, watch);

    /// <summary>Sends QUIT (RFC 5321 §4.1.1.10), and does not wait long for the reply.</summary>
    public async Task CloseAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await _client.DisconnectAsync(quit: true, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException || SmtpAnswers.IsExpected(e))
        {
            // The connection is closed in any case.
        }

        _client.Dispose();
    }

    public void Dispose() => _client.Dispose();

    private SecureSocketOptions Security() =>
        options.Security switch
        {
            SmtpSecurity.None => SecureSocketOptions.None,
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.Auto when options.Port == 465 => SecureSocketOptions.SslOnConnect,
            _ => SecureSocketOptions.StartTls,
        };
}
