using Microsoft.Extensions.Logging;

namespace TwoFactor.Sms.Twilio;

internal static partial class TwilioLog
{
    [LoggerMessage(
        101,
        LogLevel.Warning,
        "Twilio Lookup could not be asked for a line type ({Reason}); the code is sent."
    )]
    public static partial void LookupFailed(this ILogger logger, string reason);

    [LoggerMessage(102, LogLevel.Warning, "Twilio Verify did not do as asked ({Reason}).")]
    public static partial void VerifyFailed(this ILogger logger, string reason);

    [LoggerMessage(103, LogLevel.Warning, "A message of Twilio Verify could not be counted; it is on its way.")]
    public static partial void SendNotCounted(this ILogger logger, Exception exception);
}
