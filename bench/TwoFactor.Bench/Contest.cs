using System.Diagnostics;
using System.Globalization;

namespace TwoFactor.Bench;

/// <summary>
/// Times contestants in turn, round by round, in one process: on a noisy machine only the ratio to the floor of the
/// same round means anything. Reports the median ratio, the median time and the bytes allocated, and fails when a limit
/// is broken.
/// </summary>
internal sealed class Contest(int rounds)
{
    private readonly List<Contestant> _contestants = [];

    public void Add(
        string name,
        Action action,
        int repeats,
        double? timesFloor = null,
        long? maxBytes = null,
        Action? prepare = null,
        double? maxNanoseconds = null
    ) => _contestants.Add(new Contestant(name, action, repeats, timesFloor, maxBytes, prepare, maxNanoseconds));

    public int Run()
    {
        // Past the tiers of the compiler first.
        for (var i = 0; i < 250; i++)
        {
            foreach (var contestant in _contestants)
                contestant.Measure();

            Thread.Sleep(5);
        }

        _contestants.ForEach(c => c.Forget());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var contestant in _contestants)
                contestant.Measure();
        }

        return Report();
    }

    private int Report()
    {
        var floor = _contestants[0];
        var isBroken = false;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{"", -48} {"median", 10} {"× floor", 8} {"limit", 6} {"bytes", 6} {"limit", 6}"
            )
        );
        foreach (var c in _contestants)
        {
            var ratio = Median(c.Times.Zip(floor.Times, (time, of) => time / of));
            var bad = ratio > c.TimesFloor || c.Bytes > c.MaxBytes || Median(c.Times) > c.MaxNanoseconds;
            isBroken |= bad;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{c.Name, -48} {Median(c.Times), 7:F0} ns {ratio, 8:F2} {c.TimesFloor, 6} {c.Bytes, 6} "
                        + $"{c.MaxBytes, 6}{(bad ? "  OVER" : "")}"
                )
            );
        }

        return isBroken ? 1 : 0;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed class Contestant(
        string name,
        Action action,
        int repeats,
        double? timesFloor,
        long? maxBytes,
        Action? prepare,
        double? maxNanoseconds
    )
    {
        public string Name => name;

        public double? TimesFloor => timesFloor;

        public long? MaxBytes => maxBytes;

        public double? MaxNanoseconds => maxNanoseconds;

        public List<double> Times { get; } = new(4_096);

        public long Bytes { get; private set; }

        public void Forget() => Times.Clear();

        public void Measure()
        {
            prepare?.Invoke();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < repeats; i++)
                action();

            var elapsed = Stopwatch.GetElapsedTime(start);
            Bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / repeats;
            Times.Add(elapsed.TotalNanoseconds / repeats);
        }
    }
}
