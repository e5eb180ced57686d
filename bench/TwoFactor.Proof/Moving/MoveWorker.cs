using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.AspNetCore.Identity;

namespace TwoFactor.Proof;

/// <summary>
/// A process of its own that moves all users, as <c>two-factor migrate</c> does, and writes down how far it is.
/// </summary>
internal static class MoveWorker
{
    /// <param name="args">The database, the file to write to, and the user to begin after, if any.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var (connection, log, after) = (args[0], args[1], args.ElementAtOrDefault(2));
        await using var app = IdentityApp.Build(connection, hasLibrary: true);
        await using var file = new StreamWriter(log, append: true) { AutoFlush = true };
        using var self = Process.GetCurrentProcess();
        var report = await app
            .Services.GetRequiredService<ITwoFactorMigration>()
            .RunAsync(afterUserId: after, progress: new Lines(file, self));
        Lines.Write(file, self, report);
        await file.WriteLineAsync("done");
        return report.Failed == 0 ? 0 : 1;
    }

    private sealed class Lines(StreamWriter file, Process self) : IProgress<MigrationReport>
    {
        public void Report(MigrationReport value) => Write(file, self, value);

        public static void Write(StreamWriter file, Process self, MigrationReport value)
        {
            self.Refresh();
            file.WriteLine(
                new MoveProgress(
                    value.Users,
                    value.Changed,
                    value.Already,
                    value.Failed,
                    value.LastUserId!,
                    self.WorkingSet64 / 1_048_576,
                    GC.GetTotalMemory(false) / 1_048_576
                ).ToString()
            );
        }
    }
}
