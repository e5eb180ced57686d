using Microsoft.Extensions.Logging;

namespace TwoFactor.Sms.Twilio;

internal static partial class TwilioLog
{
    [LoggerMessage(
        101,
        LogLevel.Warning,
        "Twilio Lookup gave no line type ({Reason}); the code is sent without that check."
    )]
    public static partial void LookupFailed(this ILogger logger, string reason);

    [LoggerMessage(102, LogLevel.Warning, "A request to Twilio Verify failed ({Reason}).")]
    public static partial void VerifyFailed(this ILogger logger, string reason);

    [LoggerMessage(103, LogLevel.Warning, "Twilio Verify sent a message that could not be counted for the limits.")]
    public static partial void SendNotCounted(this ILogger logger, Exception exception);
}
