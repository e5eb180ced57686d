using Microsoft.Extensions.DependencyInjection;
using TwoFactor.AspNetCore.Identity;

namespace Microsoft.Extensions.Hosting;

/// <summary>The library's commands on the command line of an app with ASP.NET Core Identity.</summary>
public static class TwoFactorHostExtensions
{
    /// <summary>
    /// Runs <c>two-factor migrate</c>, <c>two-factor restore</c> or <c>two-factor wipe</c>, if that is the command
    /// line. Call it after the app is built and before it starts: <c>if (await app.RunTwoFactorCommandAsync(args))
    /// return;</c>.
    /// </summary>
    /// <param name="host">The app.</param>
    /// <param name="args">The app's arguments.</param>
    /// <param name="output">Where the report goes; null for the console.</param>
    /// <param name="cancellationToken">Stops between two users.</param>
    /// <returns>
    /// Whether it was such a command; the process's exit code is then 0, or 1 if some user could not be changed, or 2
    /// if the command was not understood.
    /// </returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static async Task<bool> RunTwoFactorCommandAsync(
        this IHost host,
        string[] args,
        TextWriter? output = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(args);
        if (args is not ["two-factor", .. var words])
            return false;

        var commands = new MigrationCommands(
            host.Services.GetRequiredService<ITwoFactorMigration>(),
            output ?? Console.Out
        );
        Environment.ExitCode = await commands.RunAsync(words, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
