using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms.Twilio;

/// <summary>
/// Twilio Verify: Twilio makes, sends and checks the code, so the code never passes through this process on its way
/// out. The code is bound to Twilio's verification. The engine counts each attempt before Twilio is asked.
/// </summary>
internal sealed class TwilioVerifyMethod(
    TwilioClient client,
    ISmsLimiter limiter,
    IOptions<TwilioOptions> options,
    TimeProvider clock,
    ILogger<TwilioVerifyMethod> logger
) : IRemoteFactorMethod, IFactorSender
{
    public const string MethodName = "twilio_verify";

    private const string GatewayName = "twilio-verify";
    private const char Separator = '|';
    private const int MinDigits = 4;
    private const int MaxDigits = 10;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly byte[] s_sent = [1];

    private readonly TwilioOptions _options = options.Value;

    private readonly IList<TwilioVerifyChannel> _channels = options.Value.VerifyChannels is { Count: > 0 } offered
        ? [.. offered.Distinct()]
        : [TwilioVerifyChannel.Sms];

    public string Name => MethodName;

    public FactorMethodTraits Traits => field ??= TwilioVerifyChannels.Traits(_channels);

    public FactorDraft Begin(FactorEnrollment enrollment)
    {
        var parsed = PhoneNumber.Parse(
            enrollment.Input.GetValueOrDefault(SmsInput.PhoneNumber),
            enrollment.Input.GetValueOrDefault(SmsInput.Region)
        );
        if (parsed.Value is not { } number)
            return FactorDraft.Refuse(parsed.Message);

        var named = enrollment.Input.GetValueOrDefault(SmsInput.Channel);
        var channel = string.IsNullOrEmpty(named) ? _channels[0] : TwilioVerifyChannels.Find(named);
        if (channel is not { } chosen || !_channels.Contains(chosen))
            return FactorDraft.Refuse(
                $"Codes do not come that way. Choose one of: {string.Join(", ", _channels.Select(c => c.ToCode()))}."
            );

        return limiter.RefusalOf(number) is { } refusal
            ? FactorDraft.Refuse(refusal)
            : new FactorDraft { State = StateOf(number, chosen), Destination = number.Masked };
    }

    public FactorMessage Prepare(FactorSend send) =>
        new Message
        {
            ChallengeState = s_sent,
            Recipient = NumberOf(send.State).E164,
            Body = "",
            Send = send,
        };

    public ValueTask<SendClearance> ReserveAsync(FactorMessage message, CancellationToken cancellationToken)
    {
        var send = ((Message)message).Send;
        return limiter.ReserveAsync(NumberOf(send.State), send, cancellationToken);
    }

    public async ValueTask<FactorDelivery> SendAsync(FactorMessage message, CancellationToken cancellationToken)
    {
        var delivery = await DeliverAsync((Message)message, cancellationToken).ConfigureAwait(false);
        if (delivery.Status != FactorDeliveryStatus.Rejected)
            await CountSentAsync(((Message)message).Send).ConfigureAwait(false);

        return delivery;
    }

    private async Task<FactorDelivery> DeliverAsync(Message message, CancellationToken cancellationToken)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("To", message.Recipient),
            new("Channel", ChannelOf(message.Send.State)),
        };
        if (TwilioLocales.Find(message.Send.Origin?.Language) is { } locale)
            form.Add(new("Locale", locale));

        try
        {
            if (!await CancelPendingAsync(message.Recipient, cancellationToken).ConfigureAwait(false))
                return Describe(FactorDeliveryStatus.Rejected, SmsFailure.Transient, null, "cancel");

            var reply = await AskAsync("Verifications", form, cancellationToken).ConfigureAwait(false);
            return reply.IsSuccess && TwilioSid.IsValid(reply.Sid, "VE")
                ? Describe(FactorDeliveryStatus.Accepted, null, reply.Sid, null)
                : Refused(reply);
        }
        catch (TwilioUnsentException e)
        {
            return Describe(FactorDeliveryStatus.Rejected, SmsFailure.Transient, null, e.Reason);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return Describe(FactorDeliveryStatus.Ambiguous, SmsFailure.Transient, null, e.GetType().Name);
        }
    }

    public bool CanBeCode(ReadOnlySpan<char> typed, ReadOnlySpan<byte> state) => ReadCode(typed) is not null;

    public FactorCheck Check(in FactorAttempt attempt) => FactorCheck.Wrong;

    // While a verification of a number is pending, Twilio sends the same code again, whoever asks. So each send first
    // cancels the pending verification. If that fails, nothing is sent: an old code must not become a new one.
    private async Task<bool> CancelPendingAsync(string number, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await AskAsync(
                    $"Verifications/{Uri.EscapeDataString(number)}",
                    [new("Status", "canceled")],
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (reply.IsSuccess || reply.StatusCode == System.Net.HttpStatusCode.NotFound)
                return true;

            logger.VerifyFailed(reply.ToString());
            return false;
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            logger.VerifyFailed(e.GetType().Name);
            return false;
        }
    }

    // The message was sent. A failure to count it must not fail the send.
    private async Task CountSentAsync(FactorSend send)
    {
        try
        {
            await limiter
                .CountSentAsync(NumberOf(send.State), send.Purpose, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            logger.SendNotCounted(e);
        }
    }

    public async ValueTask<RemoteCheckResult> CheckAsync(FactorAttempt attempt, CancellationToken cancellationToken)
    {
        if (ReadCode(attempt.Code) is not { } code)
            return RemoteCheckResult.Wrong;

        // Check by the verification's SID, not by the number: a number may have verifications of other users or
        // purposes. Without the SID, Twilio cannot be asked.
        if (attempt.Deliveries is not [.., { MessageId: { } verification }])
            return RemoteCheckResult.NotAsked;

        List<KeyValuePair<string, string>> form = [new("Code", code), new("VerificationSid", verification)];
        try
        {
            return Judge(await AskAsync("VerificationCheck", form, cancellationToken).ConfigureAwait(false));
        }
        catch (TwilioUnsentException e)
        {
            logger.VerifyFailed(e.Reason);
            return RemoteCheckResult.NotAsked;
        }
    }

    public async ValueTask ArrivedAsync(FactorArrival arrival, CancellationToken cancellationToken) =>
        await limiter
            .CountArrivalAsync(NumberOf(arrival.State), arrival.Purpose, cancellationToken)
            .ConfigureAwait(false);

    public string? GetAddress(ReadOnlyMemory<byte> state) => NumberOf(state).E164;

    // "Not found" means that the verification expired, was used, or had too many checks.
    private RemoteCheckResult Judge(TwilioReply reply)
    {
        if (reply.IsSuccess)
        {
            return reply.Status switch
            {
                "approved" => RemoteCheckResult.Right,
                null => RemoteCheckResult.Unknown,
                _ => RemoteCheckResult.Wrong,
            };
        }

        const string NotFound = "20404";
        const string MaxChecks = "60202";
        if (reply.Code is NotFound or MaxChecks)
            return RemoteCheckResult.Wrong;

        logger.VerifyFailed(reply.ToString());
        return reply.Code is TwilioErrors.TooManyRequests ? RemoteCheckResult.NotAsked : RemoteCheckResult.Unknown;
    }

    private FactorDelivery Refused(TwilioReply reply)
    {
        var code = reply.Code ?? ((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture);
        var failure = reply.IsSuccess ? null : TwilioErrors.Classify(reply.StatusCode, reply.Code);
        logger.VerifyFailed(reply.ToString());
        return Describe(
            failure is null ? FactorDeliveryStatus.Ambiguous : FactorDeliveryStatus.Rejected,
            failure ?? SmsFailure.Transient,
            null,
            code
        );
    }

    private FactorDelivery Describe(FactorDeliveryStatus status, SmsFailure? failure, string? id, string? code) =>
        new()
        {
            Status = status,
            Reason = status == FactorDeliveryStatus.Rejected ? failure?.ToCode() : null,
            Attempts =
            [
                new DeliveryAttempt
                {
                    Gateway = GatewayName,
                    At = clock.GetUtcNow(),
                    Status = status,
                    Failure = failure?.ToCode(),
                    MessageId = id,
                    ProviderCode = code,
                },
            ],
        };

    private async Task<TwilioReply> AskAsync(
        string resource,
        List<KeyValuePair<string, string>> form,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        return await client
            .PostAsync(
                new Uri(_options.VerifyUrl, $"/v2/Services/{_options.VerifyServiceSid}/{resource}"),
                form,
                either.Token
            )
            .ConfigureAwait(false);
    }

    private static string? ReadCode(ReadOnlySpan<char> typed)
    {
        Span<char> digits = stackalloc char[MaxDigits];
        var count = TypedCode.ReadDigits(typed, digits);
        return count < MinDigits ? null : new string(digits[..count]);
    }

    // The region, the number, and the channel where it is another than text messages: "JP+81901234567" or with "|call".
    private static byte[] StateOf(PhoneNumber number, TwilioVerifyChannel channel)
    {
        var suffix = channel == TwilioVerifyChannel.Sms ? "" : $"{Separator}{channel.ToCode()}";
        return Encoding.ASCII.GetBytes($"{number.Region}{number.E164}{suffix}");
    }

    private static string ChannelOf(ReadOnlyMemory<byte> state) =>
        Encoding.ASCII.GetString(state.Span).Split(Separator) is [_, var channel]
            ? channel
            : TwilioVerifyChannel.Sms.ToCode();

    private static PhoneNumber NumberOf(ReadOnlyMemory<byte> state)
    {
        const int RegionBytes = 2;
        var text = Encoding.ASCII.GetString(state.Span).Split(Separator)[0];
        return PhoneNumber.Parse(text[RegionBytes..], text[..RegionBytes]).Value
            ?? throw new TwoFactorStoreException(
                "A factor of Twilio Verify holds a number that is no longer valid. Reset the user."
            );
    }

    private sealed class Message : FactorMessage
    {
        public required FactorSend Send { get; init; }

        public override string ToString() => "a verification (recipient withheld)";
    }
}
