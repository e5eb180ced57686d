using Microsoft.Extensions.Logging;

namespace TwoFactor.Sms;

/// <summary>Every log message of the package. None takes a code, a secret, a token or a full destination.</summary>
internal static partial class SmsLog
{
    [LoggerMessage(
        10,
        LogLevel.Error,
        "SMS to region {Region}, or to a prefix in it, are closed for {ClosedFor}: {Reason}. This looks like "
            + "toll fraud; see who asked for these codes."
    )]
    public static partial void TapClosed(this ILogger logger, string reason, string region, TimeSpan closedFor);

    [LoggerMessage(
        11,
        LogLevel.Warning,
        "Gateway {Gateway} did not accept a message: {Status} {Failure}, provider code {ProviderCode}."
    )]
    public static partial void SmsNotAccepted(
        this ILogger logger,
        string gateway,
        FactorDeliveryStatus status,
        string failure,
        string providerCode
    );

    [LoggerMessage(
        12,
        LogLevel.Error,
        "Gateway {Gateway} is configured wrongly, provider code {ProviderCode}: no message leaves through it "
            + "until this is fixed."
    )]
    public static partial void GatewayMisconfigured(this ILogger logger, string gateway, string providerCode);

    [LoggerMessage(
        13,
        LogLevel.Error,
        "Gateway {Gateway} is passed over for {BreakFor}, after too many faults of its own."
    )]
    public static partial void GatewayBroken(this ILogger logger, string gateway, TimeSpan breakFor);

    [LoggerMessage(14, LogLevel.Information, "Gateway {Gateway} is used again.")]
    public static partial void GatewayMended(this ILogger logger, string gateway);

    [LoggerMessage(
        15,
        LogLevel.Warning,
        "Gateway {Gateway} threw {ExceptionType}; whether the message left is not known."
    )]
    public static partial void GatewayThrew(this ILogger logger, string gateway, string exceptionType);

    [LoggerMessage(
        16,
        LogLevel.Warning,
        "No SMS is sent: TwoFactor:Sms:Regions names no region. Set it to those where your users live, e.g. JP."
    )]
    public static partial void NoSmsRegions(this ILogger logger);

    [LoggerMessage(17, LogLevel.Warning, "{Problem}")]
    public static partial void SmsTemplateProblem(this ILogger logger, string problem);

    [LoggerMessage(
        20,
        LogLevel.Warning,
        "Feedback to gateway {Gateway} failed with {ExceptionType}; the code was accepted."
    )]
    public static partial void FeedbackFailed(this ILogger logger, string gateway, string exceptionType);

    [LoggerMessage(25, LogLevel.Warning, "An SMS was sent but could not be counted for the limits.")]
    public static partial void SmsNotCounted(this ILogger logger, Exception exception);

    [LoggerMessage(
        26,
        LogLevel.Error,
        "Too few of the codes that were sent to confirmed numbers of region {Region} came back. The region stays open. "
            + "See who asked for these codes: stolen passwords that are tried, accounts that earn by messages, or a "
            + "gateway that loses them."
    )]
    public static partial void SmsUnanswered(this ILogger logger, string region);
}
