using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>Every log message of the library. None takes a code, a secret, a token or a full destination.</summary>
internal static partial class TwoFactorLog
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "No sealing key is configured: records are sealed with a key in memory and are lost when this "
            + "process ends. Set TwoFactor:Sealing:KeyFile before going to production."
    )]
    public static partial void EphemeralKey(this ILogger logger);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "New TOTP factors use {Parameters}. Several popular authenticator apps ignore anything but SHA-1, 6 "
            + "digits and 30 s, and show wrong codes."
    )]
    public static partial void UncommonTotpParameters(this ILogger logger, TotpParameters parameters);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "An operation lost {Attempts} races for one account and was refused. Is somebody flooding it?"
    )]
    public static partial void WriteContended(this ILogger logger, int attempts);

    [LoggerMessage(4, LogLevel.Information, "{Type} {Outcome} method {Method} factor {FactorId} of user {UserId}")]
    public static partial void EventRecorded(
        this ILogger logger,
        string type,
        string? outcome,
        string? method,
        string? factorId,
        string userId
    );

    // Not the exception itself: a gateway's may repeat the request, and with it the code and the number.
    [LoggerMessage(
        6,
        LogLevel.Error,
        "Sending a code of method {Method} failed with {ExceptionType}; the challenge is open and the code "
            + "can be sent again."
    )]
    public static partial void SendFailed(this ILogger logger, string? method, string exceptionType);

    [LoggerMessage(7, LogLevel.Warning, "A code of method {Method} was not sent: {Reason}.")]
    public static partial void SendRefused(this ILogger logger, string method, string reason);

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "How a code was delivered could not be recorded; the code itself is on its way."
    )]
    public static partial void DeliveryNotRecorded(this ILogger logger, Exception exception);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "The method that sent an accepted code failed to take the news with {ExceptionType}; the code is accepted."
    )]
    public static partial void ArrivalNotTaken(this ILogger logger, string exceptionType);

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
        string? failure,
        string? providerCode
    );

    [LoggerMessage(
        12,
        LogLevel.Error,
        "Gateway {Gateway} is configured wrongly, provider code {ProviderCode}: no message leaves through it "
            + "until that is mended."
    )]
    public static partial void GatewayMisconfigured(this ILogger logger, string gateway, string? providerCode);

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
        "No SMS is sent: TwoFactor:Sms:Regions names no region. Name those that your users live in, e.g. JP."
    )]
    public static partial void NoSmsRegions(this ILogger logger);

    [LoggerMessage(17, LogLevel.Warning, "{Problem}")]
    public static partial void SmsTemplateProblem(this ILogger logger, string problem);

    [LoggerMessage(
        18,
        LogLevel.Warning,
        "Users can enrol restricted authenticators alone ({Methods}). NIST SP 800-63B-4 §3.2.9 asks for "
            + "another to choose: add one to TwoFactor:Methods, e.g. totp."
    )]
    public static partial void RestrictedAlone(this ILogger logger, string methods);

    [LoggerMessage(
        19,
        LogLevel.Warning,
        "SMS limits are counted in the memory of this process, and accounts are kept elsewhere: each process "
            + "counts for itself, and a restart forgets. Name a store with UseQuotaStore()."
    )]
    public static partial void QuotasInMemory(this ILogger logger);

    [LoggerMessage(
        20,
        LogLevel.Warning,
        "Feedback to gateway {Gateway} failed with {ExceptionType}; the code was accepted."
    )]
    public static partial void FeedbackFailed(this ILogger logger, string gateway, string exceptionType);

    [LoggerMessage(
        21,
        LogLevel.Warning,
        "A receipt for gateway {Gateway} was refused: it is not authentic. Check the signing token and the "
            + "public URL if it was the provider's."
    )]
    public static partial void ReceiptRefused(this ILogger logger, string gateway);

    [LoggerMessage(
        22,
        LogLevel.Error,
        "The vendor of method {Method} could not be asked for a code: {ExceptionType}. The attempt is "
            + "charged, and nobody is let in."
    )]
    public static partial void RemoteCheckFailed(this ILogger logger, string method, string exceptionType);

    [LoggerMessage(24, LogLevel.Warning, "A reserved send that was not made could not be given back: {ExceptionType}.")]
    public static partial void NotGivenBack(this ILogger logger, string exceptionType);

    [LoggerMessage(
        23,
        LogLevel.Warning,
        "The address of a factor of method {Method} could not be read for a notice: {ExceptionType}."
    )]
    public static partial void AddressNotRead(this ILogger logger, string method, string exceptionType);

    // Not the exception itself: a mail server's may repeat the address that it refused.
    [LoggerMessage(
        5,
        LogLevel.Error,
        "The notifier failed to take notice {Type} of user {UserId} with {ExceptionType}; the change itself is done."
    )]
    public static partial void NotifierFailed(this ILogger logger, string type, string userId, string exceptionType);
}
