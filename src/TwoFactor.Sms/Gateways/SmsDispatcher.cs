using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Sends one message through the first gateway that accepts it. It stops when another gateway would do harm: after a
/// refusal that concerns the recipient, and when the message may have left. One ambiguous result may be followed by
/// another gateway, see <see cref="SmsDeliveryOptions.FailOverWhenAmbiguous"/>.
/// </summary>
internal sealed class SmsDispatcher(
    SmsGateways gateways,
    IReceiptReferences references,
    IOptions<SmsOptions> options,
    TimeProvider clock,
    ILogger<SmsDispatcher> logger
)
{
    private readonly SmsDeliveryOptions _options = options.Value.Delivery;

    public async ValueTask<FactorDelivery> SendAsync(
        OutOfBandMessage prepared,
        PhoneNumber number,
        CancellationToken cancellationToken
    )
    {
        var message = new SmsMessage
        {
            To = number.E164,
            Region = number.Region,
            Body = prepared.Body,
            Code = prepared.Code,
            IsUnconfirmed = prepared.Send.Purpose == ChallengePurpose.Enrollment,
            SentAt = prepared.Send.Now,
            ValidFor = prepared.Send.ExpiresAt - prepared.Send.Now,
            Number = prepared.Send.Number,
            Reference = references.Create(prepared.Send),
        };
        var attempts = new List<DeliveryAttempt>(1);
        foreach (var gateway in gateways.For(number.Region))
        {
            using var activity = SmsTelemetry.Start("sms_send");
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

    private bool MayGoOn(List<DeliveryAttempt> attempts, SmsResult result, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && SmsFailures.MayFailOver(result.Failure)
        && (result.IsProvablyNotSent || _options.FailOverWhenAmbiguous)
        && attempts.Count(a => a.Status == FactorDeliveryStatus.Ambiguous) <= 1;

    private DeliveryAttempt Describe(string gateway, SmsResult result) =>
        new()
        {
            Gateway = gateway,
            At = clock.GetUtcNow(),
            Status = result.Status,
            Failure = result.Failure == SmsFailure.None ? null : result.Failure.ToCode(),
            MessageId = result.MessageId,
            ProviderCode = result.ProviderCode,
        };

    private void Report(string gateway, SmsResult result, TimeSpan took)
    {
        var failure = result.Failure == SmsFailure.None ? null : result.Failure.ToCode();
        SmsTelemetry.Sent(gateway, result.Status, failure, took);
        if (result.Failure == SmsFailure.Configuration)
            logger.GatewayMisconfigured(gateway, result.ProviderCode ?? "-");
        else if (result.Status != FactorDeliveryStatus.Accepted)
            logger.SmsNotAccepted(gateway, result.Status, failure ?? "-", result.ProviderCode ?? "-");
    }
}
