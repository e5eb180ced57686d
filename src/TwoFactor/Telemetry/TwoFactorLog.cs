using Microsoft.Extensions.Logging;

namespace TwoFactor;

/// <summary>Every log message of the library. None takes a code, a secret, a token or a full destination.</summary>
internal static partial class TwoFactorLog
{
    [LoggerMessage(1, LogLevel.Warning, "No sealing key is configured: records are sealed with a key in memory and are lost when this process ends. Set TwoFactor:Sealing:KeyFile before going to production.")]
    public static partial void EphemeralKey(this ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "New TOTP factors use {Parameters}. Several popular authenticator apps ignore anything but SHA-1, 6 digits and 30 s, and show wrong codes.")]
    public static partial void UncommonTotpParameters(this ILogger logger, TotpParameters parameters);

    [LoggerMessage(3, LogLevel.Warning, "An operation lost {Attempts} races for one account and was refused. Is somebody flooding it?")]
    public static partial void WriteContended(this ILogger logger, int attempts);

    [LoggerMessage(4, LogLevel.Information, "{Type} {Outcome} method {Method} factor {FactorId} of user {UserId}")]
    public static partial void EventRecorded(this ILogger logger, string type, string? outcome, string? method, string? factorId, string userId);

    // Not the exception itself: a gateway's may repeat the request, and with it the code and the number.
    [LoggerMessage(6, LogLevel.Error, "Sending a code of method {Method} failed with {ExceptionType}; the challenge is open and the code can be sent again.")]
    public static partial void SendFailed(this ILogger logger, string? method, string exceptionType);

    [LoggerMessage(5, LogLevel.Error, "The notifier failed to take notice {Type} of user {UserId}; the change itself is done.")]
    public static partial void NotifierFailed(this ILogger logger, string type, string userId, Exception exception);
}
