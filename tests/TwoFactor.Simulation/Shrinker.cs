using TwoFactor.Simulation.Bugs;

namespace TwoFactor.Simulation;

/// <summary>Leaves steps out as long as the history is still wrong, whatever order the dice then give it.</summary>
internal static class Shrinker
{
    private const int Orders = 60;

    public static (List<Step> Steps, int Seed, string Violation) Shrink(int seed, PlantedBug? bug = null)
    {
        var steps = Script.Draw(seed);
        var best = (
            Steps: steps,
            Seed: seed,
            Violation: History.Play(steps, seed, bug)
                ?? throw new InvalidOperationException($"Seed {seed} has no violation.")
        );
        for (var size = Math.Max(1, best.Steps.Count / 2); size >= 1; size = size == 1 ? 0 : size / 2)
        {
            for (var at = 0; at + size <= best.Steps.Count; )
            {
                if (TryWithout(best.Steps, at, size, seed, bug) is { } shorter)
                    best = shorter;
                else
                    at += size;
            }
        }

        return best;
    }

    private static (List<Step> Steps, int Seed, string Violation)? TryWithout(
        List<Step> steps,
        int at,
        int size,
        int seed,
        PlantedBug? bug
    )
    {
        List<Step> shorter = [.. steps[..at], .. steps[(at + size)..]];
        for (var order = 0; order < Orders; order++)
        {
            if (History.Play(shorter, seed + order, bug) is { } violation)
                return (shorter, seed + order, violation);
        }

        return null;
    }
}
