using System.Collections.Concurrent;
using System.Globalization;
using static TwoFactor.Tests.FaultyWire;

namespace TwoFactor.Tests;

/// <summary>
/// A history on several processes, each behind a wire of its own that loses, repeats, delays and refuses requests at
/// random; some processes die. Then the table is compared with what the processes were told.
/// </summary>
/// <param name="dynalite">The engine.</param>
/// <param name="seed">The seed of all that is random here.</param>
/// <param name="spoil">
/// Makes the wire of each process one that a wrong store would have; null for the right store.
/// </param>
internal sealed class FaultHistory(Dynalite dynalite, int seed, Action<FaultyWire>? spoil = null)
{
    private const int Processes = 4;
    private const int Generations = 2;
    private const int WritesOfEach = 10;
    private const double FaultRate = 0.25;

    private static readonly Fault[] s_faults = [.. Enum.GetValues<Fault>().Where(f => f != Fault.None)];

    private readonly AccountKey[] _keys = [new("t", "alice"), new("t", "bob")];
    private readonly ConcurrentBag<(AccountKey Key, long Version, string Mark, bool? IsWritten)> _told = [];

    /// <returns>What is wrong, if anything.</returns>
    public async Task<List<string>> RunAsync()
    {
        var table = await dynalite.NewTableAsync();
        for (var generation = 0; generation < Generations; generation++)
            await Task.WhenAll(Enumerable.Range(0, Processes).Select(p => LiveAsync(table, generation, p)));

        await using var judge = await dynalite.OpenAsync(table);
        var problems = new List<string>();
        foreach (var key in _keys)
            await JudgeAsync(new DynamoDbAccountStore(judge), key, problems);

        return problems;
    }

    private async Task LiveAsync(string table, int generation, int process)
    {
        var random = new Random(unchecked((seed * 397) + (generation * Processes) + process));
        using var wire = new FaultyWire();
        spoil?.Invoke(wire);
        wire.Decide = (_, _) =>
        {
            lock (random)
                return random.NextDouble() < FaultRate ? s_faults[random.Next(s_faults.Length)] : Fault.None;
        };
        var database = await dynalite.OpenAsync(table, c => c.HttpClientFactory = wire.Factory);
        var store = new DynamoDbAccountStore(database);
        for (var i = 0; i < WritesOfEach; i++)
            await WriteAsync(store, _keys[i % _keys.Length], $"{generation}.{process}.{i}");

        // Every other process dies with whatever it has not copied.
        wire.IsDead = process % 2 == 0;
        wire.Decide = (_, _) => Fault.None;
        if (!wire.IsDead)
            await database.DisposeAsync();
    }

    private async Task WriteAsync(DynamoDbAccountStore store, AccountKey key, string mark)
    {
        var version = 0L;
        bool? isWritten = null;
        try
        {
            version = ((await store.FindAsync(key, default))?.Version ?? 0) + 1;
            isWritten = await store.TryWriteAsync(
                new AccountRow
                {
                    Key = key,
                    Version = version,
                    Sealed = System.Text.Encoding.UTF8.GetBytes(mark),
                    UpdatedAt = Rows.Start,
                },
                version - 1,
                [
                    Rows.Event(version, mark) with
                    {
                        UserId = key.UserId,
                        Hash = System.Text.Encoding.UTF8.GetBytes(mark),
                    },
                ],
                default
            );
        }
        catch (TwoFactorStoreException)
        {
            // It is not known.
        }

        _told.Add((key, version, mark, isWritten));
    }

    private async Task JudgeAsync(DynamoDbAccountStore store, AccountKey key, List<string> problems)
    {
        var row = await store.FindAsync(key, default);
        var trail = await store.ReadAsync(key, long.MinValue, 1_000, default);
        var numbers = trail.Select(e => e.Sequence).ToList();
        if (!numbers.SequenceEqual(Enumerable.Range(1, (int)row!.Version).Select(i => (long)i)))
            problems.Add(
                $"{key.UserId} at version {row.Version} has the events "
                    + $"{string.Join(' ', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}"
            );

        var shown = trail.GroupBy(e => e.Detail!).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var (_, version, mark, isWritten) in _told.Where(t => t.Key == key))
        {
            var events = shown.GetValueOrDefault(mark, []);
            if (isWritten == true && !events.Exists(e => e.Sequence == version))
                problems.Add($"the write {mark} was acknowledged and its event {version} is lost");

            if (isWritten == false && events.Count > 0)
                problems.Add($"the write {mark} was refused and is done");

            if (events.Count > 1)
                problems.Add($"the event of {mark} shows {events.Count} times");
        }

        foreach (var two in _told.Where(t => t.Key == key && t.IsWritten == true).GroupBy(t => t.Version))
        {
            if (two.Count() > 1)
                problems.Add($"version {two.Key} was accepted {two.Count()} times");
        }

        if (trail.Count > 0 && System.Text.Encoding.UTF8.GetString(row.Sealed) != trail[^1].Detail)
            problems.Add($"the record of {key.UserId} is not that of its last event");
    }
}
