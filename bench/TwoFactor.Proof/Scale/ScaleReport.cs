using System.Diagnostics;
using TwoFactor.Shared;
using TwoFactor.Testing;

namespace TwoFactor.Proof;

/// <summary>
/// A thousand accounts and a million, side by side in one run: verification, administrators' pages, and a re-seal
/// beside live traffic.
/// </summary>
internal static class ScaleReport
{
    private const int Few = 1_000;
    private const int Rounds = 12;
    private const int InRound = 250;
    private const double Limit = 1.3;
    private const int Distinct = 50_000;
    private const double Mebi = 1024 * 1024;

    private static readonly DateTimeOffset s_start = new(2027, 1, 31, 9, 30, 0, TimeSpan.Zero);

    private static readonly byte[] s_secret = "12345678901234567890"u8.ToArray();

    /// <param name="many">How many accounts there are in the large one.</param>
    /// <param name="store">The store: pg or dynamo.</param>
    public static Task<int> RunAsync(int many, string? store) =>
        store == "dynamo" ? OnDynamoDbAsync(many) : OnPostgreSqlAsync(many);

    private static async Task<int> OnPostgreSqlAsync(int many)
    {
        await using var server = await PostgresServer.StartAsync(
            isLasting: true,
            "shared_buffers = 512MB\nmax_wal_size = 4GB\n"
        );
        await ExecuteAsync(server.ConnectionString, "CREATE DATABASE few");
        await ExecuteAsync(server.ConnectionString, "CREATE DATABASE many");
        string Connection(string name) =>
            server.ConnectionString.Replace("Database=postgres", $"Database={name}") + ";Maximum Pool Size=20";
        var watch = Stopwatch.StartNew();
        await Loader.LoadAsync(Connection("few"), Few, s_secret, s_start.AddMinutes(-1));
        await Loader.LoadAsync(Connection("many"), many, s_secret, s_start.AddMinutes(-1));
        return await ShowAsync("pg", Connection("few"), Connection("many"), many, watch);
    }

    private static async Task<int> OnDynamoDbAsync(int many)
    {
        await using var few = await DynaliteServer.StartAsync();
        await using var large = await DynaliteServer.StartAsync();
        var watch = Stopwatch.StartNew();
        await ImportAsync(few.Url, Few);
        await ImportAsync(large.Url, many);
        return await ShowAsync("dynamo", few.Url, large.Url, many, watch);
    }

    private static async Task<int> ShowAsync(string store, string fewAt, string manyAt, int many, Stopwatch watch)
    {
        Console.WriteLine($"{many:N0} accounts loaded in {watch.Elapsed.TotalSeconds:N0} s.\n");
        var phone = VirtualAuthenticator.Scan(new OtpAuthUri("Proof", "all", s_secret, TotpParameters.Default).ToUri());
        var clock = new ManualTimeProvider(s_start);
        await using var few = await App.OpenAsync(store, fewAt, clock);
        await using var large = await App.OpenAsync(store, manyAt, clock);
        var isRight = await VerifyAsync(few, large, many, clock, phone);
        isRight &= await ListAsync(few, large, many);
        isRight &= await RememberAsync(large, many, clock, phone);
        isRight &= await ResealAsync(store, manyAt, many, clock, phone);
        watch.Restart();
        var purged = await large.Administration.PurgeAsync();
        Console.WriteLine($"Purge: {purged.Accounts:N0} accounts looked at in {watch.Elapsed.TotalSeconds:N0} s.");
        return isRight ? 0 : 1;
    }

    // Through the library: this engine has no way of its own for large amounts.
    private static async Task ImportAsync(string url, int accounts)
    {
        await using var app = await App.OpenAsync("dynamo", url, new ManualTimeProvider(s_start.AddMinutes(-1)));
        await app.Administration.ReportAsync();
        var uri = new OtpAuthUri("Proof", "all", s_secret, TotpParameters.Default);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, accounts),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, token) =>
            {
                var import = new FactorImport
                {
                    UserId = Loader.NameOf(i),
                    Uri = uri,
                    Actor = "loader",
                };
                var result = await app.Administration.ImportAsync(import, token);
                if (result.Outcome != TwoFactorOutcome.Accepted)
                    throw new InvalidOperationException($"{import.UserId}: {result.Outcome}");
            }
        );
    }

    // What a host keeps of users whose operations are over: nothing.
    private static async Task<bool> RememberAsync(
        App app,
        int many,
        ManualTimeProvider clock,
        VirtualAuthenticator phone
    )
    {
        clock.Advance(TimeSpan.FromSeconds(30));
        var users = Math.Min(many, Distinct);
        for (var i = 0; i < Few; i++)
            await TimeAsync(app, Loader.NameOf(i), phone.CodeAt(clock));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = Few; i < users; i++)
            await TimeAsync(app, Loader.NameOf(i), phone.CodeAt(clock));

        var after = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine(
            $"\nMemory of the host: {before / Mebi:N1} MiB after {Few:N0} users, {after / Mebi:N1} MiB after {users:N0}.\n"
        );
        return after - before < Mebi;
    }

    // Turn and turn about, so that what the machine does meanwhile falls on both; medians.
    private static async Task<bool> VerifyAsync(
        App few,
        App large,
        int many,
        ManualTimeProvider clock,
        VirtualAuthenticator phone
    )
    {
        var dice = new Random(1);
        List<double> timesFew = [],
            timesMany = [];
        for (var round = 0; round < Rounds; round++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            for (var i = 0; i < InRound; i++)
            {
                timesFew.Add(await TimeAsync(few, Loader.NameOf(((round * InRound) + i) % Few), phone.CodeAt(clock)));
                timesMany.Add(await TimeAsync(large, Loader.NameOf(dice.Next(many)), phone.CodeAt(clock)));
            }
        }

        var warm = InRound * 2;
        var (p50Few, p50Many) = (Median(timesFew.Skip(warm)), Median(timesMany.Skip(warm)));
        Console.WriteLine(
            $"Verification, p50: {p50Few:N2} ms at {Few:N0} accounts, {p50Many:N2} ms at {many:N0}: "
                + $"{p50Many / p50Few:N2} times (limit {Limit})."
        );
        return p50Many / p50Few <= Limit;
    }

    private static async Task<double> TimeAsync(App app, string user, string code)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await app.Verification.VerifyAsync(new VerificationRequest { UserId = user, Code = code });
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return result.Outcome is TwoFactorOutcome.Accepted or TwoFactorOutcome.CodeUsed
            ? took
            : throw new InvalidOperationException($"{user}: {result.Outcome}");
    }

    private static async Task<bool> ListAsync(App few, App large, int many)
    {
        Console.WriteLine(
            "\n| page of 50 | at a thousand | first of many | middle | last |\n| --- | ---: | ---: | ---: | ---: |"
        );
        var users = await PageAsync(
            "users",
            few,
            large,
            (app, after) => app.Administration.ListUsersAsync(after is null ? null : Loader.NameOf(after.Value), 50),
            many
        );
        var events = await PageAsync(
            "events, newest first",
            few,
            large,
            (app, after) =>
                app.Audit.ReadNewestAsync(
                    new AuditQuery
                    {
                        Take = 50,
                        Before = after is null
                            ? null
                            : new AuditPosition(s_start.AddMinutes(-1), Loader.NameOf(many - after.Value), 1),
                    }
                ),
            many
        );
        return users && events;
    }

    private static async Task<bool> PageAsync(string what, App few, App large, Func<App, int?, Task> page, int many)
    {
        (App App, int? After)[] places = [(few, null), (large, null), (large, many / 2), (large, many - 60)];
        var times = places.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < 60; round++)
        {
            for (var i = 0; i < places.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await page(places[i].App, places[i].After);
                times[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        var medians = times.ConvertAll(t => Median(t.Skip(10)));
        Console.WriteLine(
            $"| {what} | {medians[0]:N2} ms | {medians[1]:N2} ms | {medians[2]:N2} ms | {medians[3]:N2} ms |"
        );
        return medians.Max() <= Math.Max(3 * medians.Min(), medians.Min() + 2);
    }

    private static async Task<bool> ResealAsync(
        string store,
        string connection,
        int many,
        ManualTimeProvider clock,
        VirtualAuthenticator phone
    )
    {
        await using var app = await App.OpenAsync(store, connection, clock, App.Key, App.NewerKey);
        using var stop = new CancellationTokenSource();
        List<double> quiet = [],
            beside = [];
        var dice = new Random(2);
        clock.Advance(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 1_000; i++)
            quiet.Add(await TimeAsync(app, Loader.NameOf(dice.Next(many)), phone.CodeAt(clock)));

        clock.Advance(TimeSpan.FromSeconds(30));
        var load = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                beside.Add(await TimeAsync(app, Loader.NameOf(dice.Next(many)), phone.CodeAt(clock)));
        });
        var watch = Stopwatch.StartNew();
        var result = await app.Administration.ResealAsync(new Bar(many));
        var took = watch.Elapsed;
        await stop.CancelAsync();
        await load;
        Console.Error.WriteLine();
        var again = await app.Administration.ResealAsync();
        Console.WriteLine(
            $"\nRe-seal: {result.Resealed:N0} records in {took.TotalSeconds:N0} s, "
                + $"{result.Resealed / took.TotalSeconds:N0} a second, {result.Left} left; a second run found "
                + $"{again.Resealed}. Beside it {beside.Count:N0} verifications, p50 {Median(beside):N2} ms "
                + $"(without it {Median(quiet):N2} ms)."
        );
        return result.Left == 0 && again.Resealed == 0;
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed class Bar(int total) : IProgress<ResealProgress>
    {
        public void Report(ResealProgress value)
        {
            if (value.Resealed % 10_000 == 0)
                Console.Error.Write(
                    $"\r[{new string('#', (int)(50 * value.Resealed / total)), -50}] {value.Resealed:N0} "
                        + $"sealed anew, {value.Left:N0} left   "
                );
        }
    }
}
