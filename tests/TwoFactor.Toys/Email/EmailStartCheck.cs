using Microsoft.Extensions.Logging;

namespace TwoFactor.Toys.Email;

/// <summary>Warns of a provider that says at the start that something is wrong.</summary>
internal sealed partial class EmailStartCheck(ToyMailer mailer, ILogger<EmailStartCheck> logger) : IStartCheck
{
    public void Run()
    {
        if (mailer.Problem is { } problem)
            Warn(logger, problem);
    }

    [LoggerMessage(1, LogLevel.Warning, "The mail provider says: {Problem}")]
    private static partial void Warn(ILogger logger, string problem);
}
