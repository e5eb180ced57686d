using TwoFactor;

namespace WebSample.Setup;

/// <summary>A real app sends an e-mail about a security change; this one writes a line to its log.</summary>
public sealed partial class LogNotifier(ILogger<LogNotifier> logger) : ITwoFactorNotifier
{
    public ValueTask NotifyAsync(SecurityNotice notice, CancellationToken cancellationToken)
    {
        LogNotice(logger, notice.Event.UserId, notice.Event.Type);
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(LogLevel.Information, "User {UserId} is told: {Type}")]
    private static partial void LogNotice(ILogger logger, string userId, string type);
}
