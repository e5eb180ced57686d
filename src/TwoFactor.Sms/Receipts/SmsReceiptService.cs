using Microsoft.Extensions.Logging;

namespace TwoFactor.Sms;

internal sealed class SmsReceiptService(
    AccountEngine engine,
    SmsGateways gateways,
    SmsReferences references,
    ILogger<SmsReceiptService> logger
) : ISmsReceiptService
{
    public async Task<SmsReceiptOutcome> ReceiveAsync(
        string gateway,
        SmsCallback callback,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(gateway);
        ArgumentNullException.ThrowIfNull(callback);
        using var activity = SmsTelemetry.Start("sms_receipt");
        if (gateways.Find(gateway)?.Gateway is not ISmsReceiptReader reader)
            return SmsReceiptOutcome.Refused;

        if (
            reader.Read(callback) is not { } receipt
            || !references.TryOpen(receipt.Reference, out var userId, out var challengeId)
        )
        {
            logger.ReceiptRefused(gateway);
            return SmsReceiptOutcome.Refused;
        }

        var command = new SmsReceiptCommand
        {
            UserId = userId,
            ChallengeId = challengeId,
            Gateway = gateway,
            Receipt = receipt,
        };
        if (!await engine.ExecuteAsync(command, cancellationToken).ConfigureAwait(false))
            return SmsReceiptOutcome.Ignored;

        SmsTelemetry.ReceiptTaken(
            gateway,
            receipt.State,
            receipt.Failure == SmsFailure.None ? null : receipt.Failure.ToCode()
        );
        return SmsReceiptOutcome.Recorded;
    }
}
