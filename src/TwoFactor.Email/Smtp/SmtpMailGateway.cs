using System.Net.Security;
using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>
/// Sends through one mail server. An idle connection is kept for the next message; while it is in use, others open
/// connections of their own. A message is sent once. Only if a kept connection is dead, and nothing of the text was
/// sent yet, the gateway opens a new one and tries again.
/// </summary>
internal sealed class SmtpMailGateway(IOptions<SmtpOptions> options, TimeProvider clock) : IMailGateway, IDisposable
{
    private readonly SmtpOptions _options = options.Value;
    private SmtpConnection? _kept;

    public string Name => "smtp";

    /// <summary>For tests: checks the server's certificate in place of the platform.</summary>
    internal RemoteCertificateValidationCallback? Certificates { get; init; }

    public async ValueTask<MailResult> SendAsync(MailMessage message, CancellationToken cancellationToken)
    {
        var mime = MimeMessages.Build(message, _options.From);
        var kept = TakeKept();
        if (kept is not null)
        {
            var (result, hasBegun) = await TryAsync(kept, mime, cancellationToken).ConfigureAwait(false);
            if (hasBegun || result.Failure != MailFailure.Unreachable)
                return result;
        }

        return (await TryAsync(NewConnection(), mime, cancellationToken).ConfigureAwait(false)).Result;
    }

    public async ValueTask<string?> CheckAsync(CancellationToken cancellationToken)
    {
        var connection = NewConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (SmtpAnswers.IsExpected(e))
        {
            var result = SmtpAnswers.Of(e, hasBegun: false);
            return $"The mail server {_options} cannot be used: {result.Failure.ToCode()} ({result.ProviderCode}).";
        }
        finally
        {
            await connection.CloseAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _kept, null)?.Dispose();

    private async ValueTask<(MailResult Result, bool HasBegun)> TryAsync(
        SmtpConnection connection,
        MimeKit.MimeMessage mime,
        CancellationToken cancellationToken
    )
    {
        var watch = new TransferWatch();
        var isGood = false;
        try
        {
            if (!connection.IsOpen)
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);

            await connection.SendAsync(mime, watch, cancellationToken).ConfigureAwait(false);
            isGood = true;
            return (MailResult.Accepted(mime.MessageId), true);
        }
        catch (OperationCanceledException) when (!watch.HasBegun)
        {
            // Nothing was sent, and the caller no longer waits.
            return (MailResult.Rejected(MailFailure.Transient, "cancelled"), false);
        }
        catch (Exception e) when (SmtpAnswers.IsExpected(e))
        {
            return (SmtpAnswers.Of(e, watch.HasBegun), watch.HasBegun);
        }
        finally
        {
            await LeaveAsync(connection, isGood).ConfigureAwait(false);
        }
    }

    private SmtpConnection NewConnection() => new(_options, Certificates);

    private SmtpConnection? TakeKept()
    {
        var kept = Interlocked.Exchange(ref _kept, null);
        if (kept is null || (kept.IsOpen && clock.GetUtcNow() - kept.UsedAt < _options.KeepFor))
            return kept;

        kept.Dispose();
        return null;
    }

    private async Task LeaveAsync(SmtpConnection connection, bool isGood)
    {
        if (!isGood || _options.KeepFor == TimeSpan.Zero)
        {
            if (isGood)
                await connection.CloseAsync().ConfigureAwait(false);
            else
                connection.Dispose();

            return;
        }

        connection.UsedAt = clock.GetUtcNow();
        if (Interlocked.Exchange(ref _kept, connection) is { } other)
            await other.CloseAsync().ConfigureAwait(false);
    }
}
