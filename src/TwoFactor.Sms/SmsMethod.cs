using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Codes by SMS: an out-of-band authenticator over the telephone network, which NIST restricts (SP 800-63B-4 §3.1.3,
/// §3.2.9). This class adds to <see cref="OutOfBandMethod"/> what is special to phones: numbers, texts, limits and
/// gateways.
/// </summary>
internal sealed class SmsMethod(
    IOptions<SmsOptions> options,
    SmsComposer composer,
    ISmsLimiter limiter,
    SmsDispatcher dispatcher,
    SmsFeedback feedback,
    ILogger<SmsMethod> logger
) : OutOfBandMethod
{
    private readonly SmsOptions _options = options.Value;

    public override string Name => SmsFactor.Method;

    public override FactorMethodTraits Traits => SmsFactor.Traits;

    protected override int CodeDigits => _options.CodeDigits;

    public override string? GetAddress(ReadOnlyMemory<byte> state) => SmsAddress.Read(AddressOf(state)).E164;

    public override async ValueTask ArrivedAsync(FactorArrival arrival, CancellationToken cancellationToken)
    {
        feedback.Confirm(arrival.Attempts);
        await limiter
            .CountArrivalAsync(SmsAddress.Read(AddressOf(arrival.State)), arrival.Purpose, cancellationToken)
            .ConfigureAwait(false);
    }

    protected override OutOfBandAddress ReadAddress(FactorEnrollment enrollment)
    {
        var parsed = PhoneNumber.Parse(
            enrollment.Input.GetValueOrDefault(SmsInput.PhoneNumber),
            enrollment.Input.GetValueOrDefault(SmsInput.Region)
        );
        if (parsed.Value is not { } number)
            return OutOfBandAddress.Refuse(parsed.Message);

        return limiter.RefusalOf(number) is { } refusal
            ? OutOfBandAddress.Refuse(refusal)
            : OutOfBandAddress.Of(SmsAddress.Write(number), number.Masked);
    }

    protected override string Compose(FactorSend send, string code) =>
        composer.Compose(send.Origin?.Language, send.Purpose, code);

    protected override ValueTask<SendClearance> ReserveAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    ) => limiter.ReserveAsync(SmsAddress.Read(message.Recipient), message.Send, cancellationToken);

    protected override async ValueTask<FactorDelivery> SendAsync(
        OutOfBandMessage message,
        CancellationToken cancellationToken
    )
    {
        var number = SmsAddress.Read(message.Recipient);
        var delivery = await dispatcher.SendAsync(message, number, cancellationToken).ConfigureAwait(false);
        if (delivery.Status != FactorDeliveryStatus.Rejected)
            await CountSentAsync(number, message.Send.Purpose).ConfigureAwait(false);

        return delivery;
    }

    // The message was sent. A failure to count it must not fail the send.
    private async ValueTask CountSentAsync(PhoneNumber number, ChallengePurpose purpose)
    {
        try
        {
            await limiter.CountSentAsync(number, purpose, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            logger.SmsNotCounted(e);
        }
    }
}
