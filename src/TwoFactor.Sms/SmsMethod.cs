using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms;

/// <summary>
/// Codes by SMS: an out-of-band authenticator over the telephone network, which is a restricted one (NIST SP 800-63B-4
/// §3.1.3, §3.2.9). The code exists in the message alone; the record holds its keyed hash.
/// </summary>
internal sealed class SmsMethod(
    IOptions<SmsOptions> options,
    SmsComposer composer,
    ISmsLimiter quota,
    SmsDispatcher dispatcher,
    SmsFeedback feedback,
    ILogger<SmsMethod> logger
) : IFactorMethod, IFactorSender
{
    private readonly SmsOptions _options = options.Value;

    public string Name => SmsFactor.Method;

    public FactorMethodTraits Traits => SmsFactor.Traits;

    public FactorDraft Begin(FactorEnrollment enrollment)
    {
        var parsed = PhoneNumber.Parse(
            enrollment.Input.GetValueOrDefault(SmsInput.PhoneNumber),
            enrollment.Input.GetValueOrDefault(SmsInput.Region)
        );
        if (parsed.Value is not { } number)
            return FactorDraft.Refuse(parsed.Message);

        return quota.RefusalOf(number) is { } refusal
            ? FactorDraft.Refuse(refusal)
            : new FactorDraft { State = SmsState.Create(number), Destination = number.Masked };
    }

    public FactorMessage Prepare(FactorSend send)
    {
        var state = new SmsState(send.State.Span);
        var number = state.Number;
        var code = SmsCode.Create(send.Entropy.Span, _options.CodeDigits);
        var mac = new byte[SmsState.MacBytes];
        state.Hash(send.UserId, send.FactorId, send.ChallengeId, send.Purpose, code, mac);
        return new SmsFactorMessage
        {
            ChallengeState = mac,
            Recipient = number.E164,
            Number = number,
            Code = code,
            Body = composer.Compose(send.Origin?.Language, send.Purpose, code),
            Send = send,
        };
    }

    public ValueTask<SendClearance> ReserveAsync(FactorMessage message, CancellationToken cancellationToken)
    {
        var prepared = (SmsFactorMessage)message;
        return quota.ReserveAsync(prepared.Number, prepared.Send, cancellationToken);
    }

    public async ValueTask<FactorDelivery> SendAsync(FactorMessage message, CancellationToken cancellationToken)
    {
        var prepared = (SmsFactorMessage)message;
        var delivery = await dispatcher.SendAsync(prepared, cancellationToken).ConfigureAwait(false);
        if (delivery.Status != FactorDeliveryStatus.Rejected)
            await CountSentAsync(prepared).ConfigureAwait(false);

        return delivery;
    }

    public async ValueTask ArrivedAsync(FactorArrival arrival, CancellationToken cancellationToken)
    {
        feedback.Confirm(arrival.Attempts);
        await quota
            .CountArrivalAsync(NumberOf(arrival.State), arrival.Purpose, cancellationToken)
            .ConfigureAwait(false);
    }

    public string? GetAddress(ReadOnlyMemory<byte> state) => NumberOf(state).E164;

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) =>
        TypedCode.HasDigits(typed, SmsCode.MinDigits, SmsCode.MaxDigits);

    public FactorCheck Check(in FactorAttempt attempt)
    {
        var state = new SmsState(attempt.State.Span);
        Span<char> code = stackalloc char[SmsCode.MaxDigits];
        var digits = TypedCode.ReadDigits(attempt.Code, code);
        if (digits < SmsCode.MinDigits)
            return FactorCheck.Wrong;

        code = code[..digits];
        var isSpent = state.IsSpent(code);
        return IsRight(state, attempt, code) ? FactorCheck.Right(state.After(code))
            : isSpent ? FactorCheck.Used
            : FactorCheck.Wrong;
    }

    // The message is out, whether or not it can be counted.
    private async ValueTask CountSentAsync(SmsFactorMessage message)
    {
        try
        {
            await quota
                .CountSentAsync(message.Number, message.Send.Purpose, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            logger.DeliveryNotRecorded(e);
        }
    }

    private static bool IsRight(SmsState state, in FactorAttempt attempt, ReadOnlySpan<char> code)
    {
        Span<byte> mac = stackalloc byte[SmsState.MacBytes];
        state.Hash(attempt.UserId, attempt.FactorId, attempt.ChallengeId ?? "", attempt.Purpose, code, mac);
        return attempt.ChallengeId is not null
            && CryptographicOperations.FixedTimeEquals(mac, attempt.ChallengeState.Span);
    }

    private static PhoneNumber NumberOf(ReadOnlyMemory<byte> state) => new SmsState(state.Span).Number;
}
