using System.Diagnostics;
using System.Globalization;
using TwoFactor.Shared;

namespace TwoFactor.Proof;

/// <summary>
/// All users of Identity moved by a process that is killed half-way and started again, while users sign in.
/// </summary>
internal static class MoveReport
{
    private const string Prefix = "user";

    public static async Task<int> RunAsync(int users)
    {
        await using var server = await PostgresServer.StartAsync(isLasting: true, "max_wal_size = 4GB\n");
        var connection = server.ConnectionString + ";Maximum Pool Size=20;Timeout=60";
        await using var app = await IdentityApp.StartAsync(connection, hasLibrary: true);
        await OldUsers.AddAsync(connection, Prefix, users);
        await using var live = new LiveSignIns(app, Prefix, users);
        live.Start();
        var watch = Stopwatch.StartNew();
        using var first = new Mover(connection, null);
        await first.WaitUntilAsync(users / 2);
        first.Kill();
        using var second = new Mover(connection, first.Progress[^1].Last);
        await second.WaitUntilAsync(long.MaxValue);
        var seconds = watch.Elapsed.TotalSeconds;
        await live.StopAsync();

        List<MoveProgress> all = [.. first.Progress, .. second.Progress];
        Print($"users: {users:N0}, moved in {seconds:N0} s: {users / seconds:N0} a second");
        Print(
            $"killed (SIGKILL) after {first.Progress[^1].Users:N0}; begun again behind the last one that it reported"
        );
        Print($"second run: {second.Progress[^1].Users:N0} looked at, {second.Progress[^1].Already:N0} moved before");
        Print($"sign-ins beside it: {live.Count:N0}, refused: {live.Refused}; median {live.Median:N0} ms");
        Print($"memory of the process, MiB: {Memory(first)} before it was killed, {Memory(second)} after");
        var problems = (await MoveJudge.FindAsync(connection, users)).ToList();
        problems.AddRange(await live.TryOthersAsync(100));
        if (all[^1].Failed > 0)
            problems.Add($"{all[^1].Failed} failed");

        if (live.Refused > 0)
            problems.Add($"{live.Refused} sign-ins with the right code were refused, e.g. {live.FirstRefusal}");

        Print(problems.Count == 0 ? "none lost, none doubled" : $"PROBLEMS: {string.Join("; ", problems.Take(5))}");
        return problems.Count == 0 ? 0 : 1;
    }

    // The first tenth is not yet warm.
    private static string Memory(Mover mover)
    {
        var warm = mover.Progress.Skip(mover.Progress.Count / 10).ToList();
        var (early, late) = (warm[0], warm[^1]);
        return $"{early.WorkingSet} → {late.WorkingSet} (highest {warm.Max(p => p.WorkingSet)})";
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.WriteLine(line);
}
