using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Email;

/// <summary>
/// Sends one message through the first gateway that accepts it. It does not try another gateway if the recipient's
/// server refused the message. If the message may have been sent, it tries another one only if a duplicate is allowed.
/// No gateway gets the same message twice.
/// </summary>
internal sealed class MailDispatcher(
    MailGateways gateways,
    IReceiptReferences references,
    IOptions<EmailOptions> options,
    TimeProvider clock,
    ILogger<MailDispatcher> logger
)
{
    private readonly EmailDeliveryOptions _options = options.Value.Delivery;

    public async ValueTask<FactorDelivery> SendAsync(
        OutOfBandMessage prepared,
        EmailContent content,
        CancellationToken cancellationToken
    )
    {
        var send = prepared.Send;
        var message = new MailMessage
        {
            To = prepared.Recipient,
            Subject = content.Subject,
            Text = content.Text,
            Html = content.Html,
            NotMeUri = content.NotMeUri,
            Language = content.Language,
            Code = prepared.Code,
            IsUnconfirmed = send.Purpose == ChallengePurpose.Enrollment,
            SentAt = send.Now,
            ValidFor = send.ExpiresAt - send.Now,
            Number = send.Number,
            Reference = references.Create(send),
        };
        var attempts = new List<DeliveryAttempt>(1);
        foreach (var gateway in gateways.All)
        {
            using var activity = EmailTelemetry.Start("email_send");
            var start = clock.GetTimestamp();
            if (await gateway.SendAsync(message, cancellationToken).ConfigureAwait(false) is not { } result)
                continue;

            attempts.Add(Describe(gateway.Name, result));
            Report(gateway.Name, result, clock.GetElapsedTime(start));
            if (result.Status == FactorDeliveryStatus.Accepted || !MayGoOn(attempts, result, cancellationToken))
                break;
        }

        return FactorDelivery.Of(attempts);
    }

    private bool MayGoOn(List<DeliveryAttempt> attempts, MailResult result, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && MailFailures.MayFailOver(result.Failure)
        && (result.IsProvablyNotSent || _options.FailOverWhenAmbiguous)
        && attempts.Count(a => a.Status == FactorDeliveryStatus.Ambiguous) <= 1;

    private DeliveryAttempt Describe(string gateway, MailResult result) =>
        new()
        {
            Gateway = gateway,
            At = clock.GetUtcNow(),
            Status = result.Status,
            Failure = result.Failure == MailFailure.None ? null : result.Failure.ToCode(),
            MessageId = result.MessageId,
            ProviderCode = result.ProviderCode,
        };

    private void Report(string gateway, MailResult result, TimeSpan took)
    {
        EmailTelemetry.Sent(gateway, result, took);
        if (result.Failure == MailFailure.Configuration)
            logger.GatewayMisconfigured(gateway, result.ProviderCode ?? "-");
        else if (result.Status != FactorDeliveryStatus.Accepted)
            logger.MailNotAccepted(gateway, result.Status, result.Failure.ToCode(), result.ProviderCode ?? "-");
    }
}
