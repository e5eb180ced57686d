using System.Diagnostics;
using System.Globalization;
using System.Text;
using TwoFactor.Testing;

namespace TwoFactor.Proof;

/// <summary>A process of its own that verifies codes and writes down what it was told.</summary>
internal static class Worker
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (mode, store, connection, folder, log) = (args[0], args[1], args[2], args[3], args[4]);
        var number = int.Parse(args[5], CultureInfo.InvariantCulture);
        var origin = new DateTimeOffset(long.Parse(args[6], CultureInfo.InvariantCulture), TimeSpan.Zero);
        TimeProvider clock = mode == "load" ? new FastClock(origin, 60) : new ManualTimeProvider(origin);
        await using var app = await App.OpenAsync(store, connection, clock);
        var users = (await File.ReadAllLinesAsync(Path.Combine(folder, "users")))
            .Select(l => l.Split(' '))
            .Select(l => (Name: l[0], App: VirtualAuthenticator.Scan(l[1]), Raced: Raced(l)))
            .ToList();
        using var file = new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1);
        var gate = new Lock();

        async Task<string> AskAsync(string user, string code, long step, string? challengeId = null)
        {
            using var activity = new Activity("ask").SetIdFormat(ActivityIdFormat.W3C).Start();
            var watch = Stopwatch.StartNew();
            string outcome;
            try
            {
                outcome = (
                    await app.Verification.VerifyAsync(
                        new VerificationRequest
                        {
                            UserId = user,
                            Code = code,
                            ChallengeId = challengeId,
                        }
                    )
                ).Outcome.ToCode();
            }
            catch (TwoFactorStoreException)
            {
                outcome = "unavailable";
            }

            var line = Encoding.UTF8.GetBytes(
                new Answer(
                    user,
                    step,
                    outcome,
                    activity.TraceId.ToHexString(),
                    DateTimeOffset.UtcNow.Ticks,
                    watch.ElapsedMilliseconds
                ) + "\n"
            );
            lock (gate)
                file.Write(line);

            return outcome;
        }

        // Warm, and then all at once.
        await app.Verification.VerifyAsync(new VerificationRequest { UserId = "nobody", Code = "000000" });
        await File.WriteAllTextAsync(log + Crew.Ready, "");
        while (!File.Exists(Path.Combine(folder, "go")))
            await Task.Delay(5);

        if (mode != "load")
        {
            var (user, app1, raced) = users[0];
            var code = raced?.Text ?? (mode == "present" ? app1.CodeAt(clock) : null);
            await Task.WhenAll(
                Enumerable
                    .Range(0, number)
                    .Select(i => Task.Run(() => AskAsync(user, code ?? Wrong(app1, clock, i), 0, raced?.ChallengeId)))
            );
            return 0;
        }

        await Task.WhenAll(
            Enumerable
                .Range(0, number)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        var dice = new Random(i);
                        var (user, own, _) = users[i];
                        while (!File.Exists(Path.Combine(folder, "stop")))
                        {
                            var now = clock.GetUtcNow();
                            if (dice.Next(12) == 0)
                                await AskAsync(user, Wrong(own, clock, dice.Next(1_000)), -1);
                            else
                                await AskAsync(user, own.CodeAt(now), now.ToUnixTimeSeconds() / 30);

                            await Task.Delay(dice.Next(1, 120));
                        }
                    })
                )
        );
        return 0;
    }

    private static (string ChallengeId, string Text)? Raced(string[] line) =>
        line is [_, _, var challengeId, var text]
            ? (challengeId, Encoding.UTF8.GetString(Convert.FromBase64String(text)))
            : null;

    private static string Wrong(VirtualAuthenticator own, TimeProvider clock, int number)
    {
        var right = Enumerable.Range(-3, 7).Select(i => own.CodeAt(clock, i)).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var code = (number++ % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
            if (!right.Contains(code))
                return code;
        }
    }
}
