namespace TwoFactor.Bench.Stores;

/// <summary>
/// Contenders in turn, round by round. What counts is the ratio to the first of them within the same round; shown is
/// the median of those rounds in which the first was fastest, so those with the least foreign work on the machine.
/// </summary>
internal sealed class StoreContest(int users, int rounds, TimeSpan length, IReadOnlyList<int> tasks, int? server)
{
    public async Task<IReadOnlyList<StoreResult>> RunAsync(IReadOnlyList<IContender> contenders)
    {
        var paces = new List<Pace>();
        foreach (var contender in contenders)
        {
            await contender.PrepareAsync(users);
            paces.Add(new Pace(contender, users));
        }

        // Past the tiers of the compiler, and connections opened.
        foreach (var pace in paces)
            await Measure.TakeAsync(pace, tasks[^1], TimeSpan.FromSeconds(1.5), server);

        var results = new Dictionary<(int Tasks, int Contender), List<Measure>>();
        foreach (var count in tasks)
        {
            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < paces.Count; i++)
                {
                    var measure = await Measure.TakeAsync(paces[i], count, length, server);
                    if (!results.TryGetValue((count, i), out var list))
                        results[(count, i)] = list = [];

                    list.Add(measure);
                }
            }
        }

        return [.. paces.Select((pace, i) => new StoreResult(pace.Name, [.. tasks.Select(t => Of(t, i, results))]))];
    }

    private StorePoint Of(int count, int contender, Dictionary<(int Tasks, int Contender), List<Measure>> results)
    {
        var floor = results[(count, 0)];
        var quiet = Enumerable.Range(0, rounds).OrderByDescending(r => floor[r].PerSecond).Take((rounds + 1) / 2);
        var mine = quiet.Select(r => (Mine: results[(count, contender)][r], Floor: floor[r])).ToList();
        return new StorePoint(
            count,
            new Measure(
                Median(mine.Select(m => m.Mine.PerSecond)),
                Median(mine.Select(m => m.Mine.ClientMicroseconds)),
                Median(mine.Select(m => m.Mine.ServerMicroseconds)),
                Median(mine.Select(m => m.Mine.Bytes))
            ),
            Median(mine.Select(m => m.Mine.PerSecond / m.Floor.PerSecond))
        );
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
