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
}
