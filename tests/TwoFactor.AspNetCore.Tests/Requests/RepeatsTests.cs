using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TwoFactor.Tests;

/// <summary>One request that is sent twice: which of the two does what.</summary>
public sealed class RepeatsTests
{
    private readonly ManualClock _clock = new();
    private int _runs;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_second_waits_until_the_first_answer_has_gone_out_and_signs_in_where_it_was_lost(bool isLost)
    {
        var repeats = new Repeats(_clock);
        var first = new Exchange();
        Assert.Equal(("right", false), await RunAsync(repeats, first));
        var second = RunAsync(repeats, new());
        Assert.False(second.IsCompleted);
        await first.EndAsync(isLost);
        Assert.Equal(("right", isLost), await second);
        Assert.Equal(1, _runs);

        // Nothing is kept of it.
        Assert.Equal(("right", false), await RunAsync(repeats, new()));
        Assert.Equal(2, _runs);
    }

    [Theory]
    [InlineData("sid=2", "verify")]
    [InlineData("", "verify")]
    [InlineData("sid=1", "verify with another code")]
    public async Task Another_cookie_or_another_code_is_another_request(string cookie, string name)
    {
        var repeats = new Repeats(_clock);
        await RunAsync(repeats, new());
        Assert.True(RunAsync(repeats, new(cookie), name).IsCompleted);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task A_refusal_and_a_failure_are_nobody_else_s()
    {
        var repeats = new Repeats(_clock);
        Assert.Equal(("wrong", false), await RunAsync(repeats, new(), answer: "wrong"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(repeats, new(), answer: null));
        Assert.Equal(("right", false), await RunAsync(repeats, new()));
        Assert.Equal(3, _runs);
    }

    [Fact]
    public async Task What_is_kept_is_kept_for_its_time()
    {
        var repeats = new Repeats(_clock);
        var first = new Exchange();
        await RunAsync(repeats, first, keep: 30);
        await first.EndAsync(isLost: false);
        _clock.Advance(TimeSpan.FromSeconds(29));
        await RunAsync(repeats, new(), keep: 30);
        Assert.Equal(1, _runs);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync(repeats, new(), keep: 30);
        Assert.Equal(2, _runs);
    }

    private Task<(string Answer, bool IsLost)> RunAsync(
        Repeats repeats,
        Exchange exchange,
        string name = "verify",
        string? answer = "right",
        int keep = 0
    ) =>
        repeats.OnceAsync(
            exchange.Context,
            name,
            TimeSpan.FromSeconds(keep),
            () =>
            {
                _runs++;
                return Task.FromResult(answer ?? throw new InvalidOperationException("broken for a test"));
            },
            a => a == "right" ? a : null
        );

    /// <summary>A request whose answer the test sends.</summary>
    private sealed class Exchange : HttpResponseFeature
    {
        private readonly List<Func<Task>> _completed = [];
        private readonly CancellationTokenSource _aborted = new();

        public Exchange(string cookie = "sid=1")
        {
            Context = new DefaultHttpContext();
            Context.Features.Set<IHttpResponseFeature>(this);
            Context.Request.Headers.Cookie = cookie;
            Context.RequestAborted = _aborted.Token;
        }

        public DefaultHttpContext Context { get; }

        public override void OnCompleted(Func<object, Task> callback, object state) =>
            _completed.Add(() => callback(state));

        public async Task EndAsync(bool isLost)
        {
            if (isLost)
                await _aborted.CancelAsync();

            foreach (var callback in _completed)
                await callback();
        }
    }
}
