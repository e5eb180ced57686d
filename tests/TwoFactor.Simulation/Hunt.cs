using System.Diagnostics;
using TwoFactor.Simulation.Bugs;

namespace TwoFactor.Simulation;

/// <summary>Plays many histories on all processors, from one seed upwards, and stops at the first violation.</summary>
internal static class Hunt
{
    public static HuntResult Run(int seed, long histories, PlantedBug? bug = null, Action<long>? progress = null)
    {
        _ = Prefab.One;
        var clock = Stopwatch.StartNew();
        long played = 0,
            next = -1,
            found = long.MaxValue;
        string? violation = null;
        var gate = new Lock();

        // Threads of its own: nothing that a test framework hangs on a thread may take part.
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Play, 16 << 20)).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        return new HuntResult(seed, played, clock.Elapsed, violation is null ? null : seed + (int)found, violation);

        void Play()
        {
            while (
                Interlocked.Increment(ref next) is var index && index < histories && index < Interlocked.Read(ref found)
            )
            {
                var one = seed + (int)index;
                var problem = History.Play(Script.Draw(one), one, bug);
                if (Interlocked.Increment(ref played) % 10_000 == 0)
                    progress?.Invoke(played);

                if (problem is null)
                    continue;

                lock (gate)
                {
                    if (index < found)
                        (found, violation) = (index, problem);
                }
            }
        }
    }
}

/// <summary>How a hunt ended.</summary>
internal sealed record HuntResult(int Seed, long Histories, TimeSpan Time, int? FoundAt, string? Violation)
{
    public long After => FoundAt is { } at ? (long)at - Seed + 1 : Histories;

    public double Rate => Histories / Time.TotalSeconds;
}
