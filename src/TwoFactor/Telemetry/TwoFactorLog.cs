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
    public static partial void UncommonTotpParameters(this ILogger logger, string parameters);

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

    // Not the exception itself: a gateway's may repeat the request, and with it the code and the address.
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
        18,
        LogLevel.Warning,
        "Users can enrol restricted authenticators alone ({Methods}). NIST SP 800-63B-4 §3.2.9 asks for "
            + "another to choose: add one to TwoFactor:Methods, e.g. totp."
    )]
    public static partial void RestrictedAlone(this ILogger logger, string methods);

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

    [LoggerMessage(
        19,
        LogLevel.Warning,
        "Limits on sending are counted in the memory of this process, and accounts are kept elsewhere: each process "
            + "counts for itself, and a restart forgets. Name a store with UseQuotaStore()."
    )]
    public static partial void QuotasInMemory(this ILogger logger);

    [LoggerMessage(
        25,
        LogLevel.Warning,
        "A user who has no second factor any more could not be taken off the roster. This denies nobody; the purge "
            + "does it."
    )]
    public static partial void NotUnlisted(this ILogger logger, Exception exception);

    [LoggerMessage(
        26,
        LogLevel.Error,
        "The record of user {UserId} is gone, or an older one is in its place, though the user has a second factor: "
            + "somebody removed it. The user is denied until an administrator resets them."
    )]
    public static partial void RecordLost(this ILogger logger, string userId);

    [LoggerMessage(
        21,
        LogLevel.Warning,
        "A receipt for gateway {Gateway} was refused: it is not authentic. Check the signing token and the "
            + "public URL if it was the provider's."
    )]
    public static partial void ReceiptRefused(this ILogger logger, string gateway);
}
