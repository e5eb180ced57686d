using System.Diagnostics;
using System.Globalization;
using TwoFactor.Bench.Stores;

namespace TwoFactor.Bench.Starting;

/// <summary>
/// What the library adds to the start of a web app: processes that start an app and end, with everything of the library
/// and without it, turn and turn about.
/// </summary>
internal static class StartProgram
{
    private const int Rounds = 15;
    private const double LimitMilliseconds = 150;

    public static async Task<int> RunAsync()
    {
        // Once each, so that the files are read.
        await StartAsync(StartedHost.Without);
        await StartAsync(StartedHost.With);
        var rounds = new List<(double Without, double With)>();
        for (var i = 0; i < Rounds; i++)
            rounds.Add((await StartAsync(StartedHost.Without), await StartAsync(StartedHost.With)));

        var more = StoreContest.Median(rounds.Select(r => r.With - r.Without));
        Console.WriteLine($"Medians of {Rounds} processes each. {Machine.Describe()}.\n");
        Console.WriteLine("| a web app | with everything of the library | more | limit |");
        Console.WriteLine("| ---: | ---: | ---: | ---: |");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {StoreContest.Median(rounds.Select(r => r.Without)):N0} ms | {StoreContest.Median(rounds.Select(r => r.With)):N0} ms | {more:N0} ms | {LimitMilliseconds} ms |"
            )
        );
        return more <= LimitMilliseconds ? 0 : 1;
    }

    private static async Task<double> StartAsync(string kind)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(StartProgram).Assembly.Location, StartedHost.Mode, kind])
        )!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
            : throw new InvalidOperationException($"The app {kind} ended with {process.ExitCode}.");
    }
}
