namespace TwoFactor.Sms.Twilio;

/// <summary>Turns the fields of a status callback into a receipt.</summary>
internal static class TwilioReceipts
{
    public const string ReferenceParameter = "ref";

    public static DeliveryReceipt? Read(
        IReadOnlyDictionary<string, string> form,
        string pathAndQuery,
        string accountSid
    )
    {
        var id = form.GetValueOrDefault("MessageSid") ?? form.GetValueOrDefault("SmsSid");
        if (
            !TwilioSid.IsValid(id, "SM", "MM")
            || Reference(pathAndQuery) is not { } reference
            || (form.TryGetValue("AccountSid", out var account) && account != accountSid)
        )
            return null;

        var code = form.GetValueOrDefault("ErrorCode");
        code = code is { Length: > 0 and <= 16 } && code.All(char.IsAsciiDigit) ? code : null;
        var state = StateOf(form.GetValueOrDefault("MessageStatus") ?? form.GetValueOrDefault("SmsStatus"));
        return new DeliveryReceipt
        {
            Reference = reference,
            MessageId = id!,
            State = state,
            Failure = state is DeliveryState.Undelivered or DeliveryState.Failed
                ? (TwilioErrors.OfCode(code) ?? SmsFailure.Transient).ToCode()
                : null,
            ProviderCode = code,
        };
    }

    private static DeliveryState StateOf(string? status) =>
        status switch
        {
            "accepted" or "scheduled" or "queued" or "sending" => DeliveryState.Queued,
            "sent" => DeliveryState.Sent,
            "delivered" or "read" => DeliveryState.Delivered,
            "undelivered" => DeliveryState.Undelivered,
            "failed" or "canceled" => DeliveryState.Failed,
            _ => DeliveryState.Unknown,
        };

    private static string? Reference(string pathAndQuery)
    {
        var query = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return null;

        foreach (var pair in pathAndQuery[(query + 1)..].Split('&'))
        {
            if (pair.StartsWith($"{ReferenceParameter}=", StringComparison.Ordinal))
                return pair[(ReferenceParameter.Length + 1)..];
        }

        return null;
    }
}
