using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor.Bench.Stores;
using TwoFactor.Shared;

namespace TwoFactor.Bench.Web;

/// <summary>
/// What HTTP adds to a verification: the endpoint, over a socket, with the cookies that it reads and issues, beside the
/// service on the same database, turn and turn about.
/// </summary>
internal static class WebProgram
{
    private const int Users = 200;
    private const int Rounds = 15;
    private const int Warm = 40;

    // Of the service's time, what the whole may take.
    private const double Limit = 1.5;

    public static async Task<int> RunAsync()
    {
        await using var server = await PostgresServer.StartAsync(isLasting: true);
        await using var service = new Verifications("service", b => b.UsePostgreSql(server.ConnectionString));
        await using var web = await WebVerifications.StartAsync(server.ConnectionString);
        await service.PrepareAsync(Users);
        await web.PrepareAsync(Users);
        Console.WriteLine($"One task, medians of {Rounds} rounds of {Users} right codes. {Machine.Describe()}.\n");
        var rounds = new List<(double Service, double Web, double Nothing)>();
        for (var turn = 0; turn < Rounds + Warm; turn++)
        {
            var (ofService, ofWeb, ofNothing) = (new List<double>(), new List<double>(), new List<double>());
            for (var user = 0; user < Users; user++)
            {
                var began = Stopwatch.GetTimestamp();
                await service.ActAsync(user, turn);
                ofService.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
                ofWeb.Add(web.Act(user, turn).TotalMicroseconds);
                ofNothing.Add(web.AskNothing().TotalMicroseconds);
            }

            // The first are the compiler's.
            if (turn >= Warm)
                rounds.Add(
                    (StoreContest.Median(ofService), StoreContest.Median(ofWeb), StoreContest.Median(ofNothing))
                );
        }

        var ratio = StoreContest.Median(rounds.Select(r => r.Web / r.Service));
        Console.WriteLine(
            "| service | a request that asks for nothing | POST sign-in/verify | to the service | limit |"
        );
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: |");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {StoreContest.Median(rounds.Select(r => r.Service)):N0} µs | {StoreContest.Median(rounds.Select(r => r.Nothing)):N0} µs | {StoreContest.Median(rounds.Select(r => r.Web)):N0} µs | {ratio:N2} | {Limit} |"
            )
        );
        return ratio <= Limit ? 0 : 1;
    }
}
