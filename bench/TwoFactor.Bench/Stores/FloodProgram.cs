using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Shared;

namespace TwoFactor.Bench.Stores;

/// <summary>
/// What a flood of guesses at one account costs the other users: their rate with it and without it, turn and turn about.
/// </summary>
internal static class FloodProgram
{
    private const int Guessers = 256;
    private const int Users = 2_000;
    private const int Rounds = 9;

    // Of the others' rate, what has to be left.
    private const double Limit = 0.9;

    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync()
    {
        await using var server = await PostgresServer.StartAsync(isLasting: true);
        await using var contender = new Verifications("others", b => b.UsePostgreSql(server.ConnectionString));

        // The last user is the one whose code is guessed at; nobody else asks for that one.
        await contender.PrepareAsync(Users + 1);
        var pace = new Pace(contender, Users);
        await Measure.TakeAsync(pace, 64, s_length, null);
        Console.WriteLine($"{Guessers} tasks guess at one account. {Machine.Describe()}.\n");
        Console.WriteLine("| other users' tasks | a second without | with | ratio | guesses answered a second |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        var isRight = true;
        foreach (var tasks in new[] { 1, 16, 64 })
        {
            var rounds = new List<(double Without, double With, double Guesses)>();
            for (var i = 0; i < Rounds; i++)
            {
                var without = await Measure.TakeAsync(pace, tasks, s_length, null);
                using var stop = new CancellationTokenSource();
                var guesses = GuessAsync(contender, stop.Token);
                var with = await Measure.TakeAsync(pace, tasks, s_length, null);
                await stop.CancelAsync();
                rounds.Add((without.PerSecond, with.PerSecond, await guesses / s_length.TotalSeconds));
            }

            var ratio = StoreContest.Median(rounds.Select(r => r.With / r.Without));
            isRight &= ratio >= Limit;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {tasks} | {StoreContest.Median(rounds.Select(r => r.Without)):N0} | {StoreContest.Median(rounds.Select(r => r.With)):N0} | "
                        + $"{ratio:N2} | {StoreContest.Median(rounds.Select(r => r.Guesses)):N0} |"
                )
            );
        }

        return isRight ? 0 : 1;
    }

    private static async Task<double> GuessAsync(Verifications contender, CancellationToken stop)
    {
        var answered = 0L;
        await Task.WhenAll(
            Enumerable
                .Range(0, Guessers)
                .Select(_ =>
                    Task.Run(
                        async () =>
                        {
                            while (!stop.IsCancellationRequested)
                            {
                                await contender.GuessAsync(Users);
                                Interlocked.Increment(ref answered);
                            }
                        },
                        CancellationToken.None
                    )
                )
        );
        return answered;
    }
}
