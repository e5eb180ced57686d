using System.Net;

namespace TwoFactor.Sms.Twilio;

/// <summary>
/// The meaning of Twilio's error codes, from its error and warning dictionary (https://www.twilio.com/docs/api/errors).
/// </summary>
internal static class TwilioErrors
{
    public const string TooManyRequests = "20429";

    /// <summary>
    /// The class of a refusal, from its error code, else from its HTTP status. Null if the message may have been sent.
    /// </summary>
    public static SmsFailure? Classify(HttpStatusCode status, string? code)
    {
        if ((int)status >= 500)
            return null;

        return OfCode(code)
            ?? (int)status switch
            {
                401 or 403 or 404 or (>= 300 and < 400) => SmsFailure.Configuration,
                408 => null,
                429 => SmsFailure.Capacity,
                _ => SmsFailure.Request,
            };
    }

    /// <summary>The class of an error code from a refusal or a receipt; null if the code is unknown.</summary>
    public static SmsFailure? OfCode(string? code) =>
        code switch
        {
            "21211" or "21614" or "21635" or "21604" or "30005" or "30006" => SmsFailure.Recipient,
            "21610" => SmsFailure.OptedOut,
            "30450" or "60410" or "60605" or "21408" or "30004" or "30007" => SmsFailure.Policy,
            "21612" => SmsFailure.Route,
            "20003"
            or "20404"
            or "21212"
            or "21601"
            or "21603"
            or "21606"
            or "21608"
            or "21659"
            or "21660"
            or "21703"
            or "21704"
            or "21705"
            or "30002"
            or "30034" => SmsFailure.Configuration,
            "63038" or "21611" or "14107" => SmsFailure.Capacity,
            "21602" or "21609" or "21617" or "21619" or "21624" or "21654" or "21656" => SmsFailure.Request,
            TooManyRequests => SmsFailure.Unprocessed,
            "30001" or "30003" or "30008" or "30017" or "30036" or "30410" => SmsFailure.Transient,
            _ => null,
        };
}
