using Microsoft.Extensions.Logging;

namespace TwoFactor.Email;

/// <summary>Every log message of the package. None takes a code, a secret, a token or a full address.</summary>
internal static partial class EmailLog
{
    [LoggerMessage(
        40,
        LogLevel.Warning,
        "Mail gateway {Gateway} did not accept a message: {Status} {Failure}, server code {ProviderCode}."
    )]
    public static partial void MailNotAccepted(
        this ILogger logger,
        string gateway,
        FactorDeliveryStatus status,
        string failure,
        string providerCode
    );

    [LoggerMessage(
        41,
        LogLevel.Error,
        "Mail gateway {Gateway} is configured wrongly, server code {ProviderCode}: it sends no message until "
            + "that is mended."
    )]
    public static partial void GatewayMisconfigured(this ILogger logger, string gateway, string providerCode);

    [LoggerMessage(
        42,
        LogLevel.Error,
        "Mail gateway {Gateway} is skipped for {BreakFor} after too many faults of its own."
    )]
    public static partial void GatewayBroken(this ILogger logger, string gateway, TimeSpan breakFor);

    [LoggerMessage(43, LogLevel.Information, "Mail gateway {Gateway} is used again.")]
    public static partial void GatewayMended(this ILogger logger, string gateway);

    [LoggerMessage(
        44,
        LogLevel.Warning,
        "Mail gateway {Gateway} threw {ExceptionType}; it is not known whether the message was sent."
    )]
    public static partial void GatewayThrew(this ILogger logger, string gateway, string exceptionType);

    [LoggerMessage(45, LogLevel.Warning, "{Problem}")]
    public static partial void MailProblem(this ILogger logger, string problem);

    [LoggerMessage(
        46,
        LogLevel.Warning,
        "E-mail is the only second factor that users can enrol. Whoever reads a user's mail has it, and often the "
            + "password too (NIST SP 800-63B-4 §3.1.3.1). Offer an authenticator app beside it: TwoFactor:Methods."
    )]
    public static partial void EmailIsTheOnlyMethod(this ILogger logger);
}
