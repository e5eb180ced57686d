using System.Diagnostics;
using Npgsql;
using TwoFactor.Shared;

namespace TwoFactor.Proof;

/// <summary>Everything that happens to a database and to an app, under load, and what came of it.</summary>
internal static class FaultReport
{
    private const int AtOnce = 32;
    private const int Processes = 2;
    private const string Settings = ";Timeout=5;Command Timeout=10;Maximum Pool Size=40";

    public static async Task<int> RunAsync(string? store)
    {
        Console.WriteLine(
            $"{Processes} processes, {Processes * AtOnce} verifications at once, every user in both "
                + "processes; a step of 30 s lasts half a second.\n"
        );
        Console.WriteLine(
            "| what happens | answers | accepted | unavailable | longest time without an answer | broken promises |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | --- |");
        if (store == "dynamo")
            return await OnDynamoDbAsync();

        var isRight = true;
        isRight &= await RunAsync("nothing", async (_, _) => await SleepAsync(8));
        isRight &= await RunAsync(
            "`kill -9` of PostgreSQL and all its processes, three times, restarted after a second",
            async (server, _) =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await SleepAsync(3);
                    await server.KillAsync();
                    await SleepAsync(1);
                    await server.ResumeAsync();
                }

                await SleepAsync(4);
            }
        );
        isRight &= await RunAsync(
            "`kill -9` of an app process, three times, restarted",
            (_, crew) => KillOneAsync(crew, times: 3)
        );
        isRight &= await RunAsync(
            "`SIGSTOP` of PostgreSQL for 5 s",
            async (server, _) =>
            {
                await SleepAsync(3);
                server.Freeze();
                await SleepAsync(5);
                server.Thaw();
                await SleepAsync(4);
            }
        );
        isRight &= await RunAsync(
            "`pg_terminate_backend` of a third of the connections, a hundred times a second",
            TerminateAsync
        );
        isRight &= await FullDiskAsync();
        isRight &= await FailOverAsync();
        return isRight ? 0 : 1;
    }

    // Between the write of an account and the copying of its events there is a moment for a process to die.
    private static async Task<int> OnDynamoDbAsync()
    {
        var isRight = await OnDynamoDbAsync("nothing", async (_, _) => await SleepAsync(8));
        isRight &= await OnDynamoDbAsync(
            "`kill -9` of an app process, ten times, restarted",
            (_, crew) => KillOneAsync(crew, times: 10)
        );
        isRight &= await OnDynamoDbAsync(
            "`kill -9` of all app processes, which are not started again",
            async (url, crew) =>
            {
                await SleepAsync(5);
                foreach (var process in crew.Processes)
                    process.Kill();

                await crew.WaitAsync();
                Console.Error.WriteLine(
                    $"{await LeftInside.CountAsync(url)} events were left in their accounts' items"
                );
            },
            goesOn: false
        );
        return isRight ? 0 : 1;
    }

    private static async Task<bool> OnDynamoDbAsync(string what, Func<string, Crew, Task> happens, bool goesOn = true)
    {
        await using var server = await DynaliteServer.StartAsync();
        return await JudgeAsync(what, "dynamo", server.Url, server.Url, crew => happens(server.Url, crew), goesOn);
    }

    private static async Task KillOneAsync(Crew crew, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await SleepAsync(2);
            crew.Processes[^1].Kill();
            await crew.StartOneAsync();
        }

        await SleepAsync(3);
    }

    private static async Task<bool> RunAsync(
        string what,
        Func<PostgresServer, Crew, Task> happens,
        string settings = "",
        string? within = null
    )
    {
        await using var server = await PostgresServer.StartAsync(isLasting: true, settings, within);
        var connection = server.ConnectionString + Settings;
        return await JudgeAsync(what, "pg", connection, connection, crew => happens(server, crew));
    }

    private static async Task<bool> JudgeAsync(
        string what,
        string store,
        string connection,
        string last,
        Func<Crew, Task> happens,
        bool goesOn = true
    )
    {
        using var crew = new Crew("load", store, connection, AtOnce);
        await crew.EnrollAsync(AtOnce);
        await crew.StartAsync(Processes);
        await happens(crew);
        var end = DateTimeOffset.UtcNow.Ticks;
        crew.Stop();
        await crew.WaitAsync();
        var answers = crew.Answers();
        await using var app = await App.OpenAsync(store, last, crew.Clock);
        var problems = (await Judge.FindAsync(app, answers)).ToList();

        // It goes on by itself: there are answers in the last second.
        if (goesOn && !answers.Any(a => a.Outcome != "unavailable" && a.At > end - TimeSpan.TicksPerSecond))
            problems.Add("the service did not go on by itself");

        var times = answers.Where(a => a.Outcome != "unavailable").Select(a => a.At).ToList();
        var gap = TimeSpan.FromTicks(times.Zip(times.Skip(1), (a, b) => b - a).DefaultIfEmpty(0).Max());
        Console.WriteLine(
            $"| {what} | {answers.Count:N0} | {answers.Count(a => a.Outcome == "accepted"):N0} | "
                + $"{answers.Count(a => a.Outcome == "unavailable"):N0} | {gap.TotalSeconds:N1} s | "
                + $"{(problems.Count == 0 ? "none" : $"{problems.Count}: {problems[0]}")} |"
        );
        return problems.Count == 0;
    }

    private static async Task TerminateAsync(PostgresServer server, Crew crew)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(8))
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client "
                + "backend' AND pid <> pg_backend_pid() AND random() < 0.33";
            await command.ExecuteNonQueryAsync();
            await Task.Delay(10);
        }

        await SleepAsync(3);
    }

    private static async Task<bool> FullDiskAsync()
    {
        var disk = Directory.CreateTempSubdirectory("disk").FullName;
        if (!await TryShellAsync("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk))
        {
            Console.WriteLine("| full disk | | | | | not shown: it takes the right to mount a small disk |");
            return true;
        }

        try
        {
            return await RunAsync(
                "full disk on the data folder for 5 s",
                async (server, _) =>
                {
                    await SleepAsync(3);
                    var filler = Path.Combine(disk, "filler");
                    await TryShellAsync("sh", "-c", $"cat /dev/zero > {filler} 2>/dev/null");
                    await SleepAsync(5);
                    File.Delete(filler);

                    // Without room for its log PostgreSQL ends; whoever made room starts it.
                    await TryResumeAsync(server);
                    await SleepAsync(5);
                },
                "max_wal_size = 48MB\nmin_wal_size = 32MB\n",
                disk
            );
        }
        finally
        {
            await TryShellAsync("umount", "-l", disk);
            Directory.Delete(disk);
        }
    }

    private static async Task TryResumeAsync(PostgresServer server)
    {
        try
        {
            await server.ResumeAsync();
        }
        catch (InvalidOperationException)
        {
            // It runs.
        }
    }

    private static async Task<bool> FailOverAsync()
    {
        await using var primary = await PostgresServer.StartAsync(isLasting: true);
        await using (var app = await App.OpenAsync("pg", primary.ConnectionString, TimeProvider.System))
            await app.Administration.ReportAsync();

        await using var replica = await primary.StartReplicaAsync();
        var both =
            $"Host=127.0.0.1:{primary.Port},127.0.0.1:{replica.Port};Database=postgres;Username=postgres;"
            + $"Target Session Attributes=primary;Host Recheck Seconds=1";
        return await JudgeAsync(
            "`kill -9` of the primary, its synchronous replica promoted after a second",
            "pg",
            both + Settings,
            replica.ConnectionString + Settings,
            async _ =>
            {
                await SleepAsync(4);
                await primary.KillAsync();
                await SleepAsync(1);
                await replica.PromoteAsync();
                await SleepAsync(6);
            }
        );
    }

    private static async Task<bool> TryShellAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private static Task SleepAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds));
}
