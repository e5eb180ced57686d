using TwoFactor.Simulation.Bugs;
using TwoFactor.Simulation.Checking;

namespace TwoFactor.Simulation;

/// <summary>Plays a script on several nodes and hands what happened to the checker.</summary>
internal sealed class History
{
    private const int MaxAtOnce = 8;

    private readonly SimWorld _world;
    private readonly SimStore _store;
    private readonly IQuotaStore _quotas = new InMemoryQuotaStore();
    private readonly List<SimMessage> _messages = [];
    private readonly SimVendorDesk _vendor = new();
    private readonly PlantedBug? _bug;
    private readonly Node[] _nodes;
    private readonly Actor _actor;
    private readonly List<Told> _told = [];
    private readonly List<(Told Told, Task Task, CancellationTokenSource? Cancellation)> _underWay = [];

    private History(int seed, PlantedBug? bug)
    {
        _bug = bug;
        _world = new SimWorld(seed);

        // Not by the dice: their first numbers are those that the script was drawn with.
        _store = Prefab.One.Store.Copy(hasItems: seed % 4 == 0);
        _store.Bug = bug;
        _vendor.IsOutOfReach = _world.Dice.Next(8) == 0;
        _nodes = new Node[2 + _world.Dice.Next(2)];
        for (var i = 0; i < _nodes.Length; i++)
            _nodes[i] = NewNode(
                TimeSpan.FromSeconds(
                    _world.Dice.Next(3) switch
                    {
                        0 => 0,
                        1 => _world.Dice.Next(-15, 16),
                        _ => _world.Dice.Next(-2, 3),
                    }
                ),
                0
            );

        _actor = new Actor(_world, _store, [.. Prefab.One.Phones.Select(p => p.Copy())], _messages, _vendor);
    }

    /// <summary>What is wrong with the history, or null.</summary>
    public static string? Play(IReadOnlyList<Step> steps, int seed, PlantedBug? bug = null)
    {
        var history = new History(seed, bug);
        try
        {
            return history.Run(steps);
        }
        catch (ViolationException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// What happened, in order and without what is drawn afresh each time: who was told what, and after how many
    /// writes.
    /// </summary>
    public static string Trace(IReadOnlyList<Step> steps, int seed)
    {
        var history = new History(seed, null);
        var violation = history.Run(steps);
        var told = history._told.Select(t =>
            $"{t.Step}: {t.FirstCommit}..{t.LastCommit} {t.Outcome} {t.Decision} {t.Failure?.Split(':')[0]}"
        );
        var written = history._store.Commits.Select(c =>
            $"{c.Key.UserId} {c.Row.Version}: "
            + $"{string.Join(", ", c.Events.Select(e => $"{e.At.UtcTicks} {e.Type} {e.Outcome}"))}"
        );
        return string.Join('\n', told.Concat(written).Append(violation ?? "no violation"));
    }

    private string? Run(IReadOnlyList<Step> steps)
    {
        _world.HasFaults = true;
        var next = 0;
        while (next < steps.Count || _underWay.Count > 0)
        {
            Collect();
            if (next < steps.Count && (!_world.HasTurns || (_underWay.Count < MaxAtOnce && _world.Dice.Next(4) == 0)))
                Begin(steps[next++]);
            else if (_world.HasTurns)
                Go();
            else if (_underWay.Count > 0 && !_world.AdvanceToTimer())
                throw new ViolationException($"never ends: {_underWay[0].Told}");
        }

        _world.HasFaults = false;
        var clean = new Node(_world, _store, _quotas, _messages, _vendor, TimeSpan.FromMinutes(1), 2, null);
        return new Checker(_store, Prefab.One.Store, _told, _messages, _vendor, clean).Check();
    }

    private void Go()
    {
        if (_underWay.Count > 0 && _world.Dice.Next(8) == 0)
            _underWay[_world.Dice.Next(_underWay.Count)].Cancellation?.Cancel();

        if (_world.HasTurns)
            _world.TakeTurn();
    }

    private void Begin(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Wait:
                _world.Advance(TimeSpan.FromSeconds(Actor.Wait(step)));
                return;
            case StepKind.Crash:
                Replace(step.Node % _nodes.Length, _nodes[step.Node % _nodes.Length].KeyStage, isCrash: true);
                return;
            case StepKind.Rotate:
                // First all know the new key, and only then one seals with it.
                var stage = _nodes.Min(n => n.KeyStage) + 1;
                var index = Array.FindIndex(_nodes, n => n.KeyStage < stage);
                Replace(index, Math.Min(stage, 2), isCrash: false);
                return;
        }

        var told = new Told(step, _nodes[step.Node % _nodes.Length], _store.Commits.Count);
        var cancellation = step.IsCancelled ? new CancellationTokenSource() : null;
        _told.Add(told);
        _underWay.Add((told, _actor.RunAsync(told, cancellation?.Token ?? CancellationToken.None), cancellation));
    }

    // A node that is restarted in good order ends what it has begun; one that crashes does not.
    private void Replace(int index, int keyStage, bool isCrash)
    {
        var node = _nodes[index];
        if (isCrash)
        {
            _world.Kill(node);
            _underWay.RemoveAll(u => u.Told.Node == node);
        }

        _nodes[index] = NewNode(node.Skew, keyStage);
    }

    private Node NewNode(TimeSpan skew, int keyStage) =>
        new(_world, _store, _quotas, _messages, _vendor, skew, keyStage, _bug);

    private void Collect()
    {
        for (var i = _underWay.Count - 1; i >= 0; i--)
        {
            var (told, task, _) = _underWay[i];
            if (!task.IsCompleted)
                continue;

            _underWay.RemoveAt(i);
            if (task.Exception?.InnerException is { } e)
                throw e as ViolationException
                    ?? new ViolationException(
                        $"{told} threw {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0]}"
                    );
        }
    }
}
