using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore;

internal static partial class TwoFactorHttpLog
{
    [LoggerMessage(1, LogLevel.Error, "The epoch of a session could not be looked up, and the session was refused.")]
    public static partial void SessionNotChecked(this ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "The two-factor store could not be used; the request was refused.")]
    public static partial void StoreFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        3,
        LogLevel.Error,
        "A two-factor cookie was set on a plain HTTP request, and browsers will drop it. Serve HTTPS; behind "
            + "a proxy, call app.UseForwardedHeaders() with the proxy among the known ones."
    )]
    public static partial void PlainHttp(this ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "A request that changes state came from another site and was refused.")]
    public static partial void CrossSiteRefused(this ILogger logger);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "A session of the scheme {Scheme} was refused: it was signed in past the library, for a user who "
            + "has, or had, a second factor. Sign in with SignInWithTwoFactorAsync; with ASP.NET Core Identity call "
            + "AddTwoFactor() on its builder."
    )]
    public static partial void SessionPastTheLibrary(this ILogger logger, string scheme);

    [LoggerMessage(
        6,
        LogLevel.Error,
        "The policy could not be asked when a session was renewed, and the session goes on until the next time. Repair "
            + "the policy by setting it anew."
    )]
    public static partial void RenewalNotChecked(this ILogger logger, Exception exception);
}
