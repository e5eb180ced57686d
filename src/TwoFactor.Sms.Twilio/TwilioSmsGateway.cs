using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Sms.Twilio;

/// <summary>
/// The gateway to Twilio Programmable Messaging. Twilio's POST is not idempotent and takes no idempotency key. So a
/// request that may have been processed is ambiguous and is never retried.
/// </summary>
internal sealed class TwilioSmsGateway(
    TwilioClient client,
    TwilioSignature signature,
    IOptions<TwilioOptions> options,
    ILogger<TwilioSmsGateway> logger
) : ISmsGateway, ISmsReceiptReader, ISmsConversionFeedback, ISmsGatewayHealth
{
    public const string GatewayName = "twilio";

    private const int MinValidity = 1;
    private const int MaxValidity = 36_000;

    private static readonly TimeSpan s_lookupPatience = TimeSpan.FromSeconds(2);

    private readonly TwilioOptions _options = options.Value;
    private readonly ConditionalWeakTable<SmsMessage, StrongBox<string?>> _vetoes = [];

    public string Name => GatewayName;

    public async ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        if (await VetoAsync(message, cancellationToken).ConfigureAwait(false) is { } lineType)
            return SmsResult.Rejected(SmsFailure.Recipient, lineType);

        try
        {
            var reply = await client
                .PostAsync(Url("Messages.json"), Form(message), cancellationToken)
                .ConfigureAwait(false);
            return Judge(reply);
        }
        catch (TwilioUnsentException e)
        {
            return SmsResult.Rejected(e.MayRetry ? SmsFailure.Unreachable : SmsFailure.Transient, e.Reason);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return SmsResult.Ambiguous((e as HttpRequestException)?.HttpRequestError.ToString() ?? "io");
        }
    }

    public DeliveryReceipt? Read(DeliveryCallback callback) =>
        signature.Read(callback) is { } form
            ? TwilioReceipts.Read(form, callback.PathAndQuery, _options.AccountSid)
            : null;

    public async ValueTask ConfirmAsync(string messageId, CancellationToken cancellationToken)
    {
        if (_options.ProvideFeedback && TwilioSid.IsValid(messageId, "SM", "MM"))
            await client
                .PostAsync(Url($"Messages/{messageId}/Feedback.json"), [new("Outcome", "confirmed")], cancellationToken)
                .ConfigureAwait(false);
    }

    public async ValueTask<string?> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reply = await client
                .GetAsync(
                    new Uri(_options.ApiUrl, $"/2010-04-01/Accounts/{_options.AccountSid}.json"),
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (!reply.IsSuccess)
                return $"Twilio answers {reply}. Check account and credentials in TwoFactor:Twilio.";

            return reply.Status is null or "active" ? null : $"The Twilio account is {reply.Status}.";
        }
        catch (Exception e) when (e is TwilioUnsentException or HttpRequestException or IOException)
        {
            return e is TwilioUnsentException ? e.Message : "Twilio was reached but did not answer.";
        }
    }

    private static SmsResult Judge(TwilioReply reply)
    {
        if (reply.IsSuccess)
        {
            if (!TwilioSid.IsValid(reply.Sid, "SM", "MM"))
                return SmsResult.Ambiguous("no_sid");

            return reply.Status is "failed" or "undelivered" or "canceled"
                ? SmsResult.Rejected(
                    TwilioErrors.OfCode(reply.ErrorCode) ?? SmsFailure.Transient,
                    reply.ErrorCode ?? reply.Status
                )
                : SmsResult.Accepted(reply.Sid);
        }

        var code = reply.Code ?? ((int)reply.StatusCode).ToString(CultureInfo.InvariantCulture);
        return TwilioErrors.Classify(reply.StatusCode, reply.Code) is { } failure
            ? SmsResult.Rejected(failure, code, reply.RetryAfter)
            : SmsResult.Ambiguous(code);
    }

    private List<KeyValuePair<string, string>> Form(SmsMessage message)
    {
        var validity = Math.Clamp((int)message.ValidFor.TotalSeconds, MinValidity, MaxValidity);
        var form = new List<KeyValuePair<string, string>>(12) { new("To", message.To) };
        Add(form, "From", _options.From);
        Add(form, "MessagingServiceSid", _options.MessagingServiceSid);
        if (_options.ContentSid is { Length: > 0 } content)
        {
            Add(form, "ContentSid", content);
            Add(form, "ContentVariables", $$"""{"1":"{{message.Code}}"}""");
        }
        else
        {
            Add(form, "Body", message.Body);
        }

        Add(
            form,
            "StatusCallback",
            _options.ReceiptUrl is { } url
                ? $"{TwilioSignature.Spell(url)}?{TwilioReceipts.ReferenceParameter}={message.Reference}"
                : null
        );
        Add(form, "ValidityPeriod", validity.ToString(CultureInfo.InvariantCulture));
        Add(form, "SmartEncoded", _options.SmartEncoded ? "true" : null);
        Add(form, "RiskCheck", Switch(_options.RiskCheck));
        Add(form, "ProvideFeedback", _options.ProvideFeedback ? "true" : null);
        Add(form, "ContentRetention", _options.DiscardContent ? "discard" : null);
        Add(form, "AddressRetention", _options.ObfuscateAddress ? "obfuscate" : null);
        Add(form, "Attempt", message.Number.ToString(CultureInfo.InvariantCulture));
        return form;
    }

    private static string? Switch(bool? isOn) =>
        isOn switch
        {
            true => "enable",
            false => "disable",
            null => null,
        };

    private static void Add(List<KeyValuePair<string, string>> form, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            form.Add(new(name, value));
    }

    // Lookup can veto, never approve. If it fails, the other defences are enough.
    private async ValueTask<string?> VetoAsync(SmsMessage message, CancellationToken cancellationToken)
    {
        if (_options.VetoedLineTypes.Count == 0 || !message.IsUnconfirmed)
            return null;

        // One lookup per message, even if the send is retried.
        if (!_vetoes.TryGetValue(message, out var veto))
            _vetoes.AddOrUpdate(
                message,
                veto = new StrongBox<string?>(await LookUpAsync(message.To, cancellationToken).ConfigureAwait(false))
            );

        return veto.Value;
    }

    private async ValueTask<string?> LookUpAsync(string number, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_lookupPatience);
        try
        {
            var url = new Uri(
                _options.LookupUrl,
                $"/v2/PhoneNumbers/{Uri.EscapeDataString(number)}?Fields=line_type_intelligence"
            );
            var reply = await client.GetAsync(url, patience.Token).ConfigureAwait(false);
            if (!reply.IsSuccess)
                logger.LookupFailed(reply.ToString());

            return
                reply.LineType is { } type && _options.VetoedLineTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
                ? type
                : null;
        }
        catch (Exception e)
            when (e is TwilioUnsentException or HttpRequestException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            logger.LookupFailed(e.GetType().Name);
            return null;
        }
    }

    private Uri Url(string resource) => new(_options.ApiUrl, $"/2010-04-01/Accounts/{_options.AccountSid}/{resource}");
}
