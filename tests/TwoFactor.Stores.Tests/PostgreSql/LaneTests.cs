using System.Collections.Concurrent;

namespace TwoFactor.Tests;

/// <summary>Who goes when: alone and at once, or with others once what is under way is done.</summary>
[Trait("Req", "R90")]
public sealed class LaneTests
{
    // Nobody waits for a clock here: who waits so long waits for ever.
    private const int Reason = 60_000;

    [Fact(Timeout = Reason)]
    public async Task Who_comes_while_nothing_is_under_way_goes_alone_and_at_once()
    {
        var work = new Work();
        using var lane = work.Lane();
        for (var i = 0; i < 3; i++)
        {
            work.Open(i);
            Assert.Equal(i, await lane.AskAsync(i, default));
        }

        Assert.Equal(["0", "1", "2"], work.Trips);
    }

    [Fact(Timeout = Reason)]
    public async Task Who_comes_while_something_is_under_way_goes_with_all_others_that_wait()
    {
        var work = new Work();
        using var lane = work.Lane();
        var answers = Enumerable.Range(0, 5).Select(i => lane.AskAsync(i, default).AsTask()).ToList();
        work.OpenAll();
        int[] got = await Task.WhenAll(answers);
        Assert.Equal([0, 1, 2, 3, 4], got);
        Assert.Equal(["0", "1,2,3,4"], work.Trips);
    }

    [Fact(Timeout = Reason)]
    public async Task While_few_come_they_go_straight_beside_what_is_under_way_and_nobody_overtakes_who_waits()
    {
        var work = new Work();
        using var lane = work.Lane(maxBeside: 2);
        var answers = Enumerable.Range(0, 5).Select(i => lane.AskAsync(i, default).AsTask()).ToList();
        Assert.Equal(["0", "1", "2"], work.Trips);
        work.Open(1);
        Assert.Equal(1, await answers[1]);
        answers.Add(lane.AskAsync(5, default).AsTask());
        Assert.Equal(["0", "1", "2"], work.Trips);
        work.Open(0);
        await work.DepartedAsync("3,4,5");
        work.OpenAll();
        await Task.WhenAll(answers);
        Assert.Equal(["0", "1", "2", "3,4,5"], work.Trips);
    }

    [Fact(Timeout = Reason)]
    public async Task Nobody_goes_beside_a_group_that_is_larger_than_those_who_may_go_beside()
    {
        var work = new Work();
        using var lane = work.Lane(maxBeside: 2);
        var answers = Enumerable.Range(0, 6).Select(i => lane.AskAsync(i, default).AsTask()).ToList();
        work.Open(1);
        work.Open(2);
        await Task.WhenAll(answers[1], answers[2]);
        work.Open(0);
        await work.DepartedAsync("3,4,5");
        answers.Add(lane.AskAsync(6, default).AsTask());
        answers.Add(lane.AskAsync(7, default).AsTask());
        Assert.Equal(["0", "1", "2", "3,4,5"], work.Trips);
        foreach (var ask in new[] { 3, 4, 5 })
            work.Open(ask);

        await work.DepartedAsync("6,7");
        answers.Add(lane.AskAsync(8, default).AsTask());
        await work.DepartedAsync("8");
        work.OpenAll();
        await Task.WhenAll(answers);
    }

    [Fact(Timeout = Reason)]
    public async Task One_small_group_after_a_large_one_does_not_let_others_go_beside()
    {
        var work = new Work();
        using var lane = work.Lane(maxBeside: 1);
        var answers = Enumerable.Range(0, 6).Select(i => lane.AskAsync(i, default).AsTask()).ToList();
        work.Open(0);
        await work.DepartedAsync("2,3,4,5");
        answers.Add(lane.AskAsync(6, default).AsTask());
        foreach (var ask in new[] { 1, 2, 3, 4, 5 })
            work.Open(ask);

        await work.DepartedAsync("6");
        await answers[1];
        answers.Add(lane.AskAsync(7, default).AsTask());
        Assert.Equal(["0", "1", "2,3,4,5", "6"], work.Trips);
        work.Open(6);
        await work.DepartedAsync("7");
        answers.Add(lane.AskAsync(8, default).AsTask());
        await work.DepartedAsync("8");
        work.OpenAll();
        await Task.WhenAll(answers);
    }

    [Fact(Timeout = Reason)]
    public async Task A_group_is_bounded_by_members_and_by_bytes()
    {
        const int Most = Lane<int, int>.MaxMembers;
        var work = new Work();
        using var lane = work.Lane();
        var answers = Enumerable.Range(0, 1 + Most + 3).Select(i => lane.AskAsync(i, default).AsTask()).ToList();
        work.OpenAll();
        await Task.WhenAll(answers);
        Assert.Equal([1, Most, 3], work.Trips.Select(t => t.Split(',').Length));

        work = new Work { Size = (Lane<int, int>.MaxBytes / 2) - 1 };
        using var other = work.Lane();
        answers = [.. Enumerable.Range(0, 6).Select(i => other.AskAsync(i, default).AsTask())];
        work.OpenAll();
        await Task.WhenAll(answers);
        Assert.Equal(["0", "1,2", "3,4", "5"], work.Trips);
    }

    [Fact(Timeout = Reason)]
    public async Task Who_leaves_while_waiting_is_not_taken_along_and_who_was_taken_gets_the_answer()
    {
        var work = new Work();
        using var lane = work.Lane();
        using var early = new CancellationTokenSource();
        using var late = new CancellationTokenSource();
        var first = lane.AskAsync(0, default).AsTask();
        var left = lane.AskAsync(1, early.Token).AsTask();
        var taken = lane.AskAsync(2, late.Token).AsTask();
        var beside = lane.AskAsync(3, default).AsTask();
        await early.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        work.Open(0);
        await first;
        await work.DepartedAsync("2,3");
        await late.CancelAsync();
        work.OpenAll();
        int[] got = await Task.WhenAll(taken, beside);
        Assert.Equal([2, 3], got);
        Assert.Equal(["0", "2,3"], work.Trips);
    }

    [Fact(Timeout = Reason)]
    public async Task Too_many_that_wait_are_refused_at_once()
    {
        var work = new Work();
        using var lane = work.Lane();
        var answers = Enumerable
            .Range(0, 1 + Lane<int, int>.MaxWaiting)
            .Select(i => lane.AskAsync(i, default).AsTask())
            .ToList();

        await Assert.ThrowsAsync<TwoFactorStoreException>(async () => await lane.AskAsync(-1, default));
        work.OpenAll();
        await Task.WhenAll(answers);
    }

    [Fact(Timeout = Reason)]
    public async Task One_that_waits_for_what_others_hold_does_not_hold_up_those_behind()
    {
        var work = new Work();
        using var lane = work.Lane();
        var stuck = lane.AskAsync(0, default).AsTask();
        work.Open(1);
        work.Open(2);
        var behind = new[] { lane.AskAsync(1, default).AsTask(), lane.AskAsync(2, default).AsTask() };
        work.Timers.Fire();
        int[] got = await Task.WhenAll(behind);
        Assert.Equal([1, 2], got);
        Assert.False(stuck.IsCompleted);
        work.Open(0);
        Assert.Equal(0, await stuck);
        work.Open(3);
        Assert.Equal(3, await lane.AskAsync(3, default));
    }

    [Fact(Timeout = Reason)]
    public async Task A_trip_that_was_left_behind_starts_nothing_when_it_ends()
    {
        var work = new Work();
        using var lane = work.Lane();
        var stuck = lane.AskAsync(0, default).AsTask();
        var ahead = lane.AskAsync(1, default).AsTask();
        work.Timers.Fire();
        await work.DepartedAsync("1");
        var waits = new List<Task<int>> { lane.AskAsync(2, default).AsTask() };
        work.Open(0);
        await stuck;
        waits.Add(lane.AskAsync(3, default).AsTask());
        work.OpenAll();
        await Task.WhenAll([ahead, .. waits]);
        Assert.Equal(["0", "1", "2,3"], work.Trips);
    }

    [Fact(Timeout = Reason)]
    public async Task Where_the_server_does_not_answer_nobody_waits_in_line()
    {
        var work = new Work { IsSilent = true };
        using var lane = work.Lane();
        var first = lane.AskAsync(0, default).AsTask();
        var group = Enumerable.Range(1, 2).Select(i => lane.AskAsync(i, default).AsTask()).ToList();
        work.Open(0);
        await first;
        await work.DepartedAsync("1,2");
        var line = Enumerable.Range(3, 4).Select(i => lane.AskAsync(i, default).AsTask()).ToList();
        work.OpenAll();
        int[] got = await Task.WhenAll([.. group, .. line]);
        Assert.Equal([1, 2, 3, 4, 5, 6], got);
        Assert.Equal(["0", "1,2", "3", "4", "5", "6"], work.Trips.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = Reason)]
    public async Task A_failure_is_told_to_whom_it_concerns_and_the_lane_goes_on()
    {
        var work = new Work { Poison = 0 };
        using var lane = work.Lane();
        var poisoned = lane.AskAsync(0, default).AsTask();
        var behind = lane.AskAsync(1, default).AsTask();
        work.OpenAll();
        await Assert.ThrowsAsync<InvalidOperationException>(() => poisoned);
        Assert.Equal(1, await behind);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await lane.AskAsync(0, default));
        Assert.Equal(2, await lane.AskAsync(2, default));
    }

    private sealed class Work : ILaneWork<int, int>
    {
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _gates = new();
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _departed = new();
        private readonly ConcurrentQueue<string> _trips = new();
        private volatile bool _isOpen;

        public HeldTimers Timers { get; } = new();

        public int Size { get; init; }

        public int Poison { get; init; } = -1;

        public bool IsSilent { get; init; }

        public IEnumerable<string> Trips => _trips;

        public Lane<int, int> Lane(int maxBeside = 0) =>
            new(this, () => new PostgreSqlPatience(TimeProvider.System, TimeSpan.FromSeconds(15)), Timers, maxBeside);

        public void Open(int ask) => Gate(ask).TrySetResult();

        public void OpenAll()
        {
            _isOpen = true;
            foreach (var gate in _gates.Values)
                gate.TrySetResult();
        }

        public Task DepartedAsync(string trip) => Departed(trip).Task;

        public int SizeOf(int ask) => Size;

        public async ValueTask<int> AloneAsync(
            int ask,
            PostgreSqlPatience? patience,
            CancellationToken cancellationToken
        )
        {
            await GoAsync(ask);
            return ask == Poison ? throw new InvalidOperationException("poison") : ask;
        }

        public async Task<bool> TogetherAsync(IReadOnlyList<LaneMember<int, int>> members)
        {
            await GoAsync([.. members.Select(m => m.Ask)]);
            foreach (var member in members)
                member.TrySetResult(member.Ask);

            return !IsSilent;
        }

        public TwoFactorStoreException TooManyWait(int waiting) => new("too many");

        private async Task GoAsync(params int[] asks)
        {
            var trip = string.Join(',', asks);
            _trips.Enqueue(trip);
            Departed(trip).TrySetResult();
            foreach (var ask in asks)
            {
                var gate = Gate(ask);
                if (_isOpen)
                    gate.TrySetResult();

                await gate.Task;
            }
        }

        private TaskCompletionSource Gate(int ask) =>
            _gates.GetOrAdd(ask, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

        private TaskCompletionSource Departed(string trip) =>
            _departed.GetOrAdd(trip, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
