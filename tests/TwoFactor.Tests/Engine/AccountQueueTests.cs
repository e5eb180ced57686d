using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

[Trait("Req", "R37")]
public sealed class AccountQueueTests
{
    private readonly AccountQueue _queue = new();

    [Fact]
    public async Task Turns_are_taken_in_order_and_remedies_go_first()
    {
        var turn = await EnterAsync();
        var order = new List<string>();
        Task[] waiting =
        [
            WaitAsync("first", isUrgent: false, order),
            WaitAsync("second", isUrgent: false, order),
            WaitAsync("remedy", isUrgent: true, order),
        ];
        turn!.Dispose();
        await Task.WhenAll(waiting);
        Assert.Equal(["remedy", "first", "second"], order);
    }

    [Fact]
    public async Task Accounts_do_not_wait_for_one_another()
    {
        using var one = await EnterAsync("one");
        using var other = await EnterAsync("other");
        Assert.NotNull(other);
    }

    [Fact]
    public async Task Who_leaves_the_line_is_passed_over()
    {
        var turn = await EnterAsync();
        using var leaving = new CancellationTokenSource();
        var left = _queue.EnterAsync("u", isUrgent: false, leaving.Token).AsTask();
        var stays = EnterAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        turn!.Dispose();
        (await stays)!.Dispose();
        using var again = await EnterAsync();
        Assert.NotNull(again);
    }

    [Fact]
    public async Task The_line_is_bounded_but_not_for_remedies()
    {
        var turn = await EnterAsync();
        var waiting = Enumerable.Range(0, AccountQueue.MaxWaiting).Select(_ => EnterAsync()).ToList();
        Assert.Null(await EnterAsync());
        var remedy = _queue.EnterAsync("u", isUrgent: true, default).AsTask();
        turn!.Dispose();
        (await remedy)!.Dispose();
        foreach (var one in waiting)
            (await one)!.Dispose();
    }

    [Fact]
    public async Task Who_waits_behind_a_rest_waits_until_it_is_over_and_nobody_else_does()
    {
        var queue = new RestingQueue();
        var turn = await queue.EnterAsync("u", isUrgent: false, default);
        var waiting = queue.EnterAsync("u", isUrgent: false, default).AsTask();
        queue.Leave(turn!, TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), queue.Asked);
        Assert.False(waiting.IsCompleted);
        using (var other = await queue.EnterAsync("other", isUrgent: false, default))
            Assert.NotNull(other);

        queue.Over.SetResult();
        var next = await waiting;

        // Where nobody waits there is no rest.
        queue.Asked = null;
        queue.Leave(next!, TimeSpan.FromMinutes(1));
        Assert.Null(queue.Asked);
        using var last = await queue.EnterAsync("u", isUrgent: false, default);
        Assert.NotNull(last);
    }

    [Fact]
    public async Task A_remedy_ends_the_rest_and_the_end_of_that_rest_ends_no_other()
    {
        var queue = new RestingQueue();
        var turn = await queue.EnterAsync("u", isUrgent: false, default);
        var waiting = queue.EnterAsync("u", isUrgent: false, default).AsTask();
        queue.Leave(turn!, TimeSpan.FromMinutes(1));
        var first = queue.Over;
        var remedy = queue.EnterAsync("u", isUrgent: true, default).AsTask();
        Assert.True(remedy.IsCompletedSuccessfully);
        Assert.False(waiting.IsCompleted);

        queue.Leave((await remedy)!, TimeSpan.FromMinutes(1));
        var second = queue.Over;
        first.SetResult();
        Assert.False(waiting.IsCompleted);
        second.SetResult();
        (await waiting)!.Dispose();
        using var again = await queue.EnterAsync("u", isUrgent: false, default);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task A_remedy_that_waits_already_is_let_in_without_a_rest()
    {
        var queue = new RestingQueue();
        var turn = await queue.EnterAsync("u", isUrgent: false, default);
        var waiting = queue.EnterAsync("u", isUrgent: false, default).AsTask();
        var remedy = queue.EnterAsync("u", isUrgent: true, default).AsTask();
        queue.Leave(turn!, TimeSpan.FromMinutes(1));
        Assert.Null(queue.Asked);
        (await remedy)!.Dispose();
        (await waiting)!.Dispose();
    }

    [Fact]
    public async Task Who_waits_behind_a_rest_and_leaves_is_passed_over()
    {
        var queue = new RestingQueue();
        var turn = await queue.EnterAsync("u", isUrgent: false, default);
        using var leaving = new CancellationTokenSource();
        var left = queue.EnterAsync("u", isUrgent: false, leaving.Token).AsTask();
        queue.Leave(turn!, TimeSpan.FromMinutes(1));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        queue.Over.SetResult();
        using var again = await queue.EnterAsync("u", isUrgent: false, default);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Behind_an_attempt_that_a_lock_refused_the_next_one_waits_for_a_rest()
    {
        var queue = new RestingQueue();
        await using var host = Host.Create(build: b => b.Services.AddSingleton<AccountQueue>(queue));
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        var turn = await queue.EnterAsync("alice", isUrgent: false, default);
        var first = host.VerifyAsync(user, EnrolledUser.Wrong);
        var second = host.VerifyAsync(user, EnrolledUser.Wrong);
        turn!.Dispose();
        Assert.Equal(TwoFactorOutcome.Locked, (await first).Outcome);
        Assert.False(second.IsCompleted);
        Assert.InRange(queue.Asked!.Value.TotalMilliseconds, 1, 100);
        queue.Over.SetResult();
        Assert.Equal(TwoFactorOutcome.Locked, (await second).Outcome);
    }

    [Fact]
    public async Task Under_a_flood_of_guesses_every_remedy_is_done()
    {
        await using var host = Host.Create();
        await host.EnrollAsync();
        var guesses = Enumerable
            .Range(0, 1_000)
            .Select(i =>
                Task.Run(() =>
                    host.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = $"{i:D6}" })
                )
            )
            .ToList();
        var reset = new ResetRequest
        {
            UserId = "alice",
            Actor = "admin",
            Reason = "a flood",
        };
        for (var i = 0; i < 5; i++)
        {
            Assert.True((await host.Reset.IssueTemporaryCodeAsync(reset)).Succeeded);
            Assert.Equal(TwoFactorOutcome.Accepted, await host.SignIn.EndSessionsAsync("alice"));
        }

        var outcomes = await Task.WhenAll(guesses);
        Assert.Equal(5, outcomes.Count(r => r.Outcome == TwoFactorOutcome.InvalidCode));
        Assert.DoesNotContain(outcomes, r => r.Outcome == TwoFactorOutcome.Throttled);
    }

    /// <summary>A rest lasts until the test ends it.</summary>
    private sealed class RestingQueue : AccountQueue
    {
        public TimeSpan? Asked { get; set; }

        public TaskCompletionSource Over { get; private set; } = new();

        protected override Task WaitAsync(TimeSpan rest)
        {
            Asked = rest;
            Over = new();
            return Over.Task;
        }
    }

    private Task<IDisposable?> EnterAsync(string userId = "u") =>
        _queue.EnterAsync(userId, isUrgent: false, default).AsTask();

    private async Task WaitAsync(string name, bool isUrgent, List<string> order)
    {
        using var turn = await _queue.EnterAsync("u", isUrgent, default);
        order.Add(name);
    }
}
