using System.Globalization;
using System.Text.Json;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>The words of <c>two-factor …</c> on an app's command line.</summary>
internal sealed class MigrationCommands(ITwoFactorMigration migration, TextWriter output)
{
    public const string Help =
        "two-factor migrate [--dry-run] [--after USERID] [--json]   moves users in from Identity\n"
        + "two-factor restore [--json]                                puts back what Identity had\n"
        + "two-factor wipe [--json]                                   forgets for good what Identity had";

    /// <summary>Runs a command; 0 if all users are well, 1 if some are not, 2 if it was not understood.</summary>
    public async Task<int> RunAsync(string[] words, CancellationToken cancellationToken)
    {
        try
        {
            return await RunWordsAsync(words, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e) when (e.ParamName == "afterUserId")
        {
            await output
                .WriteLineAsync("No user has the id behind --after. It takes an id, e.g. the last one of a report.")
                .ConfigureAwait(false);
            return 2;
        }
    }

    private async Task<int> RunWordsAsync(string[] words, CancellationToken cancellationToken)
    {
        var isJson = words.Contains("--json", StringComparer.Ordinal);
        var progress = isJson ? null : new Lines(output);
        var report = words switch
        {
            ["migrate", .. var rest] when TryReadMigrate(rest, out var dryRun, out var after) => await migration
                .RunAsync(dryRun, after, progress, cancellationToken)
                .ConfigureAwait(false),
            ["restore"] or ["restore", "--json"] => await migration
                .RestoreAsync(progress, cancellationToken)
                .ConfigureAwait(false),
            ["wipe"] or ["wipe", "--json"] => await migration
                .WipeAsync(progress, cancellationToken)
                .ConfigureAwait(false),
            _ => null,
        };
        if (report is null)
        {
            await output.WriteLineAsync($"This command is not known. Use:\n{Help}").ConfigureAwait(false);
            return 2;
        }

        await output
            .WriteLineAsync(
                isJson ? JsonSerializer.Serialize(report, MigrationJson.Default.MigrationReport) : Table(report)
            )
            .ConfigureAwait(false);
        return report.Failed == 0 ? 0 : 1;
    }

    private static bool TryReadMigrate(IEnumerable<string> rest, out bool dryRun, out string? after)
    {
        (dryRun, after) = (false, null);
        var words = new Queue<string>(rest);
        while (words.TryDequeue(out var word))
        {
            if (word == "--dry-run")
                dryRun = true;
            else if (word == "--after" && words.TryDequeue(out var id))
                after = id;
            else if (word != "--json")
                return false;
        }

        return true;
    }

    private static string Table(MigrationReport report) =>
        string.Join(
            '\n',
            report
                .Problems.Select(p => $"{p.UserId}: {p.Problem}")
                .Append(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"users {report.Users} | {(report.DryRun ? "would change" : "changed")} "
                            + $"{report.Changed} | changed before {report.Already} | nothing to do {report.Without} | "
                            + $"failed {report.Failed} | last id {report.LastUserId ?? "–"}"
                    )
                )
        );

    private sealed class Lines(TextWriter output) : IProgress<MigrationReport>
    {
        public void Report(MigrationReport value) =>
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{value.Users} users, {value.Changed} changed …")
            );
    }
}
