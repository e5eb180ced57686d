using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore.Identity;

internal static partial class IdentityLog
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "A user with a second factor was signed in without it, by a call of SignInAsync. The session will be refused. "
            + "Call PasswordSignInAsync, or another method of SignInManager that asks for the second factor."
    )]
    public static partial void SignedInPast(this ILogger logger);

    [LoggerMessage(
        2,
        LogLevel.Warning,
        "User {UserId} could not move in and keeps Identity's own second factor: {Problem} "
            + "The command two-factor migrate --dry-run reports all such users."
    )]
    public static partial void NotMoved(this ILogger logger, string userId, string problem);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "Identity's old key of a user who moved in could not be replaced now. The next sign-in tries again."
    )]
    public static partial void NotReplaced(this ILogger logger, Exception? exception);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "A page asked to bypass the second factor of an external login by {Provider}, and the policy does "
            + "not. Exempt the provider in the policy, set ExternalLoginsBypass, or let the page lead to the "
            + "second factor."
    )]
    public static partial void BypassRefused(this ILogger logger, string provider);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "A code of the provider {Provider} was refused: the user's second factor is not kept by Identity any more."
    )]
    public static partial void ProviderRefused(this ILogger logger, string provider);

    [LoggerMessage(6, LogLevel.Warning, "No code was sent for the provider {Provider}: {Outcome}.")]
    public static partial void CodeNotSent(this ILogger logger, string provider, string outcome);
}
