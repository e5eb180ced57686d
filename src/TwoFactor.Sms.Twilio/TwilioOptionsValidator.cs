using Microsoft.Extensions.Options;

namespace TwoFactor.Sms.Twilio;

/// <summary>Reports every wrong setting, without repeating a secret.</summary>
internal sealed class TwilioOptionsValidator : IValidateOptions<TwilioOptions>
{
    private static readonly string[] s_lineTypes =
    [
        "landline",
        "mobile",
        "fixedVoip",
        "nonFixedVoip",
        "personal",
        "tollFree",
        "premium",
        "sharedCost",
        "uan",
        "voicemail",
        "pager",
        "unknown",
    ];

    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        var problems = Credentials(options).Concat(Hosts(options)).Concat(Others(options)).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <summary>The checks of the sender, which messages need and Verify does not.</summary>
    public static IEnumerable<string> Sender(TwilioOptions o)
    {
        if (string.IsNullOrEmpty(o.From) == string.IsNullOrEmpty(o.MessagingServiceSid))
            yield return "TwoFactor:Twilio needs a sender: set either From, to a number of the account in E.164 or a "
                + "sender id, or MessagingServiceSid.";

        if (!string.IsNullOrEmpty(o.From) && !IsSender(o.From))
            yield return "TwoFactor:Twilio:From is neither a number in E.164, e.g. +12025550123, nor a "
                + "short code, nor a sender id of at most 11 letters and digits.";

        if (!string.IsNullOrEmpty(o.MessagingServiceSid) && !TwilioSid.IsValid(o.MessagingServiceSid, "MG"))
            yield return "TwoFactor:Twilio:MessagingServiceSid is not the SID of a messaging service: MG and 32 "
                + "hexadecimal digits.";
    }

    private static IEnumerable<string> Credentials(TwilioOptions o)
    {
        if (!TwilioSid.IsValid(o.AccountSid, "AC"))
            yield return "TwoFactor:Twilio:AccountSid is not the SID of an account: AC and 32 hexadecimal digits. See "
                + "the start page of Twilio's console.";

        if (
            string.IsNullOrEmpty(o.ApiKeySid)
            && string.IsNullOrEmpty(o.ApiKeySecret)
            && string.IsNullOrWhiteSpace(o.AuthToken)
        )
            yield return "TwoFactor:Twilio has no credentials: set AuthToken, or ApiKeySid and ApiKeySecret.";

        if (string.IsNullOrEmpty(o.ApiKeySid) != string.IsNullOrEmpty(o.ApiKeySecret))
            yield return "TwoFactor:Twilio has half of an API key: set both ApiKeySid and ApiKeySecret, or neither.";

        if (!string.IsNullOrEmpty(o.ApiKeySid) && !TwilioSid.IsValid(o.ApiKeySid, "SK"))
            yield return "TwoFactor:Twilio:ApiKeySid is not the SID of an API key: SK and 32 hexadecimal digits.";

        (string Name, string? Value)[] secrets =
        [
            (nameof(o.AuthToken), o.AuthToken),
            (nameof(o.ApiKeySecret), o.ApiKeySecret),
            .. o.FurtherAuthTokens.Select(t => (nameof(o.FurtherAuthTokens), (string?)t)),
        ];
        foreach (var (name, value) in secrets)
        {
            if (value?.Any(c => c is <= ' ' or > '~') is true)
                yield return $"TwoFactor:Twilio:{name} has spaces or control characters in it. Copy it "
                    + "again from Twilio's console.";
        }
    }

    private static IEnumerable<string> Hosts(TwilioOptions o)
    {
        // Requests must also enter at the region's edge. Otherwise their data leave the region.
        if (o.Region is not (null or "" or "us1" or "ie1" or "au1"))
            yield return $"TwoFactor:Twilio:Region is '{o.Region}'. Set it to us1, ie1 or au1, or leave it out.";

        if ((o.Region, o.Edge) is ("ie1", not "dublin") or ("au1", not "sydney"))
            yield return $"TwoFactor:Twilio:Region {o.Region} needs its edge: set TwoFactor:Twilio:Edge to "
                + $"{(o.Region == "ie1" ? "dublin" : "sydney")}.";

        if (!string.IsNullOrEmpty(o.Edge) && (!o.Edge.All(c => char.IsAsciiLetterLower(c) || c is '-')))
            yield return "TwoFactor:Twilio:Edge is not the name of an edge, e.g. dublin.";

        (string Name, Uri? Value)[] urls =
        [
            (nameof(o.BaseUrl), o.BaseUrl),
            (nameof(o.LookupUrl), o.LookupUrl),
            (nameof(o.VerifyUrl), o.VerifyUrl),
        ];
        foreach (var (name, url) in urls)
        {
            if (
                url is not null
                && !(
                    url.IsAbsoluteUri
                    && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                    && url.UserInfo.Length == 0
                    && url.PathAndQuery is "/"
                )
            )
                yield return $"TwoFactor:Twilio:{name} must be an HTTPS URL of a host, without credentials, path and "
                    + "query. Plain HTTP is allowed for loopback only.";
        }
    }

    private static IEnumerable<string> Others(TwilioOptions o)
    {
        if (
            o.ReceiptUrl is { } url
            && !(
                url.IsAbsoluteUri
                && url.Scheme is "https" or "http"
                && url.IsAbsoluteUri
                && url.Query.Length == 0
                && url.Fragment.Length == 0
                && url.UserInfo.Length == 0
            )
        )
            yield return "TwoFactor:Twilio:ReceiptUrl must be an absolute URL without query and credentials, e.g. "
                + "https://example.com/two-factor/sms-receipts/twilio.";

        if (o.ReceiptUrl is not null && string.IsNullOrEmpty(o.AuthToken))
            yield return "TwoFactor:Twilio:ReceiptUrl needs TwoFactor:Twilio:AuthToken: Twilio signs receipts with it, "
                + "also where an API key authenticates requests.";

        if (!string.IsNullOrEmpty(o.ContentSid) && !TwilioSid.IsValid(o.ContentSid, "HX"))
            yield return "TwoFactor:Twilio:ContentSid is not a content template's SID: HX and 32 hexadecimal digits.";

        if (
            o.VetoedLineTypes.FirstOrDefault(t => !s_lineTypes.Contains(t, StringComparer.OrdinalIgnoreCase)) is
            { } unknown
        )
            yield return $"TwoFactor:Twilio:VetoedLineTypes has '{unknown}', which is not a line type of Lookup. Use: "
                + $"{string.Join(", ", s_lineTypes)}.";

        if (o.VerifyChannels.Any(c => !Enum.IsDefined(c)))
            yield return "TwoFactor:Twilio:VerifyChannels has a value that is no channel. Use: Sms, Call, WhatsApp.";

        if (!string.IsNullOrEmpty(o.VerifyServiceSid) && !TwilioSid.IsValid(o.VerifyServiceSid, "VA"))
            yield return "TwoFactor:Twilio:VerifyServiceSid is not the SID of a Verify service: VA and 32 hexadecimal "
                + "digits.";
    }

    private static bool IsSender(string from)
    {
        if (from[0] == '+')
            return from.Length is > 7 and <= 16 && from.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

        return from.Length <= 11
            && from.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '+' or '&')
            && (from.Any(char.IsAsciiLetter) || (from.Length is >= 3 and <= 8 && from.All(char.IsAsciiDigit)));
    }
}
