using System.Diagnostics;
using System.Globalization;

namespace TwoFactor.Bench.Stores;

/// <summary>What one contender did in one round.</summary>
internal sealed record Measure(double PerSecond, double ClientMicroseconds, double ServerMicroseconds, double Bytes)
{
    /// <summary>Lets so many tasks act, one operation after the other each, for a while.</summary>
    public static async Task<Measure> TakeAsync(Pace pace, int tasks, TimeSpan length, int? server)
    {
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var serverCpu = ServerTime(server);
        var bytes = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        var done = 0L;
        await Task.WhenAll(
            Enumerable
                .Range(0, tasks)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var mine = 0;
                        while (watch.Elapsed < length)
                        {
                            await pace.ActAsync();
                            mine++;
                        }

                        Interlocked.Add(ref done, mine);
                    })
                )
        );
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new Measure(
            done / seconds,
            (process.TotalProcessorTime - cpu).TotalMicroseconds / done,
            (ServerTime(server) - serverCpu).TotalMicroseconds / done,
            (GC.GetTotalAllocatedBytes() - bytes) / (double)done
        );
    }

    // The server's processes all descend from one; what those have used that are gone counts with it.
    private static TimeSpan ServerTime(int? server)
    {
        if (server is null)
            return TimeSpan.Zero;

        var ticks = 0L;
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
                continue;

            try
            {
                var text = File.ReadAllText($"/proc/{id}/stat");
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                if (id == server)
                    ticks += Sum(fields, 11, 4);
                else if (int.Parse(fields[1], CultureInfo.InvariantCulture) == server)
                    ticks += Sum(fields, 11, 2);
            }
            catch (IOException)
            {
                // It is gone.
            }
        }

        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    private static long Sum(string[] fields, int first, int count) =>
        fields.Skip(first).Take(count).Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
}
