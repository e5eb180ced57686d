using System.Diagnostics;
using TwoFactor.Shared;

namespace TwoFactor.Proof;

/// <summary>Ten thousand presentations of one code, and ten thousand guesses, from four processes at once.</summary>
internal static class RaceReport
{
    private const int Processes = 4;

    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["pg"] = "PostgreSQL",
        ["ef"] = "Entity Framework Core on PostgreSQL",
        ["dynamo"] = "DynamoDB's protocol (dynalite)",
    };

    private static readonly Dictionary<string, string> s_modes = new(StringComparer.Ordinal)
    {
        ["present"] = "presentations of one right code",
        [Guess] = "guesses",
        [RacedText.Key] = "presentations of one answer of a passkey",
        [RacedText.Mail] = "presentations of one code by e-mail",
    };

    private const string Guess = "guess";

    /// <param name="each">How many of each kind.</param>
    /// <param name="only">The one store to show, or null for all.</param>
    public static async Task<int> RunAsync(int each, string? only)
    {
        Console.WriteLine(
            $"| store | what, from {Processes} processes | accepted | evaluated as wrong or used | locked | "
                + "expired | try again | unavailable | seconds |"
        );
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        var isRight = true;
        foreach (var store in s_names.Keys.Where(s => only is null || s == only))
        {
            foreach (var mode in s_modes.Keys)
                isRight &= await RaceAsync(store, mode, each);
        }

        return isRight ? 0 : 1;
    }

    private static async Task<bool> RaceAsync(string store, string mode, int each)
    {
        await using IAsyncDisposable server =
            store == "dynamo" ? await DynaliteServer.StartAsync() : await PostgresServer.StartAsync(isLasting: true);
        var connection = server is PostgresServer postgres
            ? postgres.ConnectionString + ";Maximum Pool Size=40;Timeout=120"
            : ((DynaliteServer)server).Url;
        using var crew = new Crew(mode, store, connection, each / Processes);
        await crew.EnrollAsync(1);
        var watch = Stopwatch.StartNew();
        await crew.StartAsync(Processes);
        await crew.WaitAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        var answers = crew.Answers();
        int Count(params string[] outcomes) => answers.Count(a => outcomes.Contains(a.Outcome));
        var (accepted, evaluated) = (Count("accepted"), Count("invalid_code", "code_used"));
        Console.WriteLine(
            $"| {s_names[store]} | {answers.Count:N0} "
                + $"{s_modes[mode]} | {accepted} | {evaluated} | {Count("locked"):N0} | "
                + $"{Count("expired"):N0} | {Count("throttled"):N0} | {Count("unavailable")} | "
                + $"{seconds:N1} |"
        );

        await using var app = await App.OpenAsync(store, connection, crew.Clock);
        var problems = await Judge.FindAsync(app, answers);
        foreach (var problem in problems)
            Console.WriteLine($"PROBLEM: {problem}");

        return problems.Count == 0
            && answers.Count == each / Processes * Processes
            && (mode == Guess ? accepted == 0 && evaluated == 5 : accepted == 1 && evaluated <= 5);
    }
}
