using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>
/// Every log message of this package. None contains a code, a secret, a token or a full address. What is not set is
/// <see cref="Nothing"/>.
/// </summary>
internal static partial class TwoFactorLog
{
    /// <summary>Stands where there is no value. The logger would write "(null)".</summary>
    public const string Nothing = "-";

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
        "An operation lost {Attempts} write conflicts on one account and was refused. The account may be under attack."
    )]
    public static partial void WriteContended(this ILogger logger, int attempts);

    [LoggerMessage(4, LogLevel.Information, "{Type} {Outcome} method {Method} factor {FactorId} of user {UserId}")]
    public static partial void EventRecorded(
        this ILogger logger,
        string type,
        string outcome,
        string method,
        string factorId,
        string userId
    );

    // Do not log the exception itself: a gateway's may contain the request, and with it the code and the address.
    [LoggerMessage(
        6,
        LogLevel.Error,
        "Sending a code of method {Method} failed with {ExceptionType}; the challenge is open and the code "
            + "can be sent again."
    )]
    public static partial void SendFailed(this ILogger logger, string method, string exceptionType);

    [LoggerMessage(7, LogLevel.Warning, "A code of method {Method} was not sent: {Reason}.")]
    public static partial void SendRefused(this ILogger logger, string method, string reason);

    [LoggerMessage(8, LogLevel.Warning, "A code was sent, but its delivery could not be recorded.")]
    public static partial void DeliveryNotRecorded(this ILogger logger, Exception exception);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "A code was accepted, but its method failed to process that with {ExceptionType}."
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
        "The vendor of method {Method} could not check a code: {ExceptionType}. The attempt is "
            + "counted as a failure."
    )]
    public static partial void RemoteCheckFailed(this ILogger logger, string method, string exceptionType);

    [LoggerMessage(24, LogLevel.Warning, "A reserved send was not needed but could not be released: {ExceptionType}.")]
    public static partial void NotGivenBack(this ILogger logger, string exceptionType);

    [LoggerMessage(
        23,
        LogLevel.Warning,
        "A notice lacks the address of a factor of method {Method}, which could not be read: {ExceptionType}."
    )]
    public static partial void AddressNotRead(this ILogger logger, string method, string exceptionType);

    // Do not log the exception itself: a mail server's may contain the address that it refused.
    [LoggerMessage(
        5,
        LogLevel.Error,
        "The notifier failed on notice {Type} of user {UserId} with {ExceptionType}; the change itself is stored."
    )]
    public static partial void NotifierFailed(this ILogger logger, string type, string userId, string exceptionType);

    [LoggerMessage(
        19,
        LogLevel.Warning,
        "Limits on sending are counted in the memory of this process, but accounts are in a store: each process "
            + "counts separately, and a restart resets the counts. Set a store with UseQuotaStore()."
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
        27,
        LogLevel.Warning,
        "A user has a second factor, but the roster could not be told. If somebody removes the record, the user counts "
            + "as not enrolled. Rebuild the roster (IAdministrationService.RebuildRosterAsync)."
    )]
    public static partial void NotSettled(this ILogger logger, Exception exception);

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
            + "public URL if the provider sent it."
    )]
    public static partial void ReceiptRefused(this ILogger logger, string gateway);
}
