using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

public sealed class SmsDeliveryTests
{
    [Theory]
    [InlineData(SmsFailure.Recipient, false)]
    [InlineData(SmsFailure.OptedOut, false)]
    [InlineData(SmsFailure.Policy, false)]
    [InlineData(SmsFailure.Request, false)]
    [InlineData(SmsFailure.Route, true)]
    [InlineData(SmsFailure.Configuration, true)]
    [InlineData(SmsFailure.Capacity, true)]
    [InlineData(SmsFailure.Unprocessed, true)]
    [InlineData(SmsFailure.Transient, true)]
    [InlineData(SmsFailure.Unreachable, true)]
    public async Task The_class_of_failure_decides_whether_the_next_gateway_is_asked(SmsFailure failure, bool failsOver)
    {
        await using var sms = SmsHost.Create(o => o.Sms.Delivery.Retries = 0);
        sms.First.Result = () => SmsResult.Rejected(failure, "4711");
        var result = await sms.BeginAsync();
        Assert.Equal((1, failsOver ? 1 : 0), (sms.First.Count, sms.Second.Sent.Count));
        Assert.Equal(
            (
                failsOver ? FactorDeliveryStatus.Accepted : FactorDeliveryStatus.Rejected,
                failsOver ? null : failure.ToCode()
            ),
            (result.Delivery!.Status, result.Delivery.Reason)
        );
        var attempt = sms.Account().Challenges.Single().Deliveries![0];
        Assert.Equal(
            ("first", FactorDeliveryStatus.Rejected, failure.ToCode(), "4711"),
            (attempt.Gateway, attempt.Status, attempt.Failure, attempt.ProviderCode)
        );
    }

    [Fact]
    public async Task A_gateway_that_is_configured_wrongly_is_passed_over_and_comes_back_when_it_is_mended()
    {
        await using var sms = SmsHost.Create(Generous);
        sms.First.Result = () => SmsResult.Rejected(SmsFailure.Configuration, "20003");
        for (var i = 0; i < 4; i++)
            Assert.Equal(FactorDeliveryStatus.Accepted, (await BeginAsync(sms, i)).Delivery!.Status);

        Assert.Equal((4, 4), (sms.First.Count, sms.Second.Sent.Count));
        await BeginAsync(sms, 4);
        Assert.Equal((4, 5), (sms.First.Count, sms.Second.Sent.Count));
        Assert.Contains(
            sms.Host.Logs.Lines,
            l => l.Contains("Gateway first is configured wrongly, provider code 20003", StringComparison.Ordinal)
        );
        Assert.Contains(
            sms.Host.Logs.Lines,
            l => l.Contains("Gateway first is passed over for 00:05:00", StringComparison.Ordinal)
        );

        sms.First.Answer = null;
        sms.Clock.Advance(TimeSpan.FromMinutes(4));
        await BeginAsync(sms, 5);
        Assert.Equal((4, 6), (sms.First.Count, sms.Second.Sent.Count));
        sms.Clock.Advance(TimeSpan.FromMinutes(1));
        await BeginAsync(sms, 6);
        await BeginAsync(sms, 7);
        Assert.Equal((6, 6), (sms.First.Count, sms.Second.Sent.Count));
        Assert.Contains(sms.Host.Logs.Lines, l => l.Contains("Gateway first is used again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_that_cannot_be_reached_is_asked_again_and_then_passed_over()
    {
        await using var sms = SmsHost.Create(o =>
        {
            Generous(o);
            o.Sms.Delivery.Retries = 1;
        });
        sms.First.Result = () => SmsResult.Rejected(SmsFailure.Unreachable);
        for (var i = 0; i < 4; i++)
            Assert.Equal(FactorDeliveryStatus.Accepted, (await BeginAsync(sms, i)).Delivery!.Status);

        Assert.Equal((4, 4), (sms.First.Count, sms.Second.Sent.Count));
        Assert.True(sms.Host.Get<SmsGateways>().Find("first")!.IsBroken);
    }

    [Theory]
    [InlineData(SmsFailure.Recipient)]
    [InlineData(SmsFailure.OptedOut)]
    [InlineData(SmsFailure.Policy)]
    [InlineData(SmsFailure.Request)]
    [Trait("Req", "R16")]
    public async Task A_number_that_an_attacker_types_a_thousand_times_opens_no_breaker_and_reaches_no_other_gateway(
        SmsFailure failure
    )
    {
        await using var sms = SmsHost.Create(Generous);
        sms.First.Result = () => SmsResult.Rejected(failure);
        for (var i = 0; i < 1_000; i++)
            await BeginAsync(sms, i);

        Assert.Equal((1_000, 0), (sms.First.Count, sms.Second.Count));
        Assert.False(sms.Host.Get<SmsGateways>().Find("first")!.IsBroken);
        Assert.DoesNotContain(sms.Host.Logs.Lines, l => l.Contains("passed over", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_may_have_left_is_never_asked_of_the_same_gateway_again_and_of_one_other_at_most()
    {
        await using var sms = SmsHost.Create();
        sms.First.Result = () => SmsResult.Ambiguous("503");
        var result = await sms.BeginAsync();
        Assert.Equal(
            (1, 1, FactorDeliveryStatus.Accepted),
            (sms.First.Count, sms.Second.Count, result.Delivery!.Status)
        );
        Assert.Equal(SmsHost.CodeOf(sms.First.Asked[0]), SmsHost.CodeOf(sms.Second.Asked[0]));

        await using var both = SmsHost.Create(build: b => b.AddSms().AddGateway(_ => new ThirdGateway()));
        both.First.Result = () => SmsResult.Ambiguous("503");
        both.Second.Result = () => SmsResult.Ambiguous("503");
        Assert.Equal(FactorDeliveryStatus.Ambiguous, (await both.BeginAsync()).Delivery!.Status);
        Assert.Equal(
            (1, 1, 0),
            (
                both.First.Count,
                both.Second.Count,
                both.Host.Get<IEnumerable<ISmsGateway>>().OfType<ThirdGateway>().Single().Count
            )
        );

        await using var strict = SmsHost.Create(o => o.Sms.Delivery.FailOverWhenAmbiguous = false);
        strict.First.Result = () => SmsResult.Ambiguous("503");
        Assert.Equal(FactorDeliveryStatus.Ambiguous, (await strict.BeginAsync()).Delivery!.Status);
        Assert.Equal((1, 0), (strict.First.Count, strict.Second.Count));
    }

    [Fact]
    public async Task What_provably_was_not_processed_is_tried_again_twice()
    {
        await using var sms = SmsHost.Create();
        var refusals = new Queue<SmsResult>([
            SmsResult.Rejected(SmsFailure.Unprocessed, "20429", TimeSpan.FromMilliseconds(1)),
            SmsResult.Rejected(SmsFailure.Unprocessed),
        ]);
        sms.First.Result = () => refusals.TryDequeue(out var refusal) ? refusal : SmsResult.Accepted("SM1");
        var result = await sms.BeginAsync();
        Assert.Equal((3, 1, 0), (sms.First.Count, sms.First.Sent.Count, sms.Second.Count));
        Assert.Equal("SM1", Assert.Single(result.Delivery!.Attempts).MessageId);

        await using var always = SmsHost.Create();
        always.First.Result = () => SmsResult.Rejected(SmsFailure.Unprocessed);
        await always.BeginAsync();
        Assert.Equal((3, 1), (always.First.Count, always.Second.Sent.Count));
    }

    [Fact]
    public async Task A_gateway_that_wants_a_longer_wait_than_a_user_has_is_left_for_the_next()
    {
        await using var sms = SmsHost.Create();
        sms.First.Result = () => SmsResult.Rejected(SmsFailure.Unprocessed, "20429", TimeSpan.FromMinutes(2));
        await sms.BeginAsync();
        Assert.Equal((1, 1), (sms.First.Count, sms.Second.Sent.Count));
    }

    [Fact]
    public async Task A_gateway_that_hangs_or_throws_is_ambiguous_and_is_not_waited_for()
    {
        await using var hangs = SmsHost.Create(o => o.Sms.Delivery.Timeout = TimeSpan.FromSeconds(1));
        hangs.First.Answer = (_, _) => new TaskCompletionSource<SmsResult>().Task;
        var result = await hangs.BeginAsync();
        Assert.Equal(
            ("timeout", FactorDeliveryStatus.Ambiguous),
            (result.Delivery!.Attempts[0].ProviderCode, result.Delivery.Attempts[0].Status)
        );
        Assert.Single(hangs.Second.Sent);

        await using var throws = SmsHost.Create();
        throws.First.Answer = (m, _) => throw new InvalidOperationException($"cannot send '{m.Body}' to {m.To}");
        Assert.Equal("exception", (await throws.BeginAsync()).Delivery!.Attempts[0].ProviderCode);
        Assert.DoesNotContain(throws.Host.Logs.Lines, l => l.Contains("9012345678", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task A_user_who_leaves_in_the_middle_of_a_send_is_not_waited_for_and_the_message_goes_on()
    {
        var recorded = new TaskCompletionSource();
        var answer = new TaskCompletionSource<SmsResult>();
        var store = new WatchedStore(() => recorded.TrySetResult(), isAt: 2);
        await using var sms = SmsHost.Create(build: b => b.UseStore(_ => store));
        using var left = new CancellationTokenSource();
        sms.First.Answer = async (_, token) =>
        {
            await left.CancelAsync();
            Assert.False(token.IsCancellationRequested);
            return await answer.Task;
        };
        var result = await sms.Host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = "sms",
                Input = SmsHost.Input(),
                Proof = sms.Host.Proof(),
            },
            left.Token
        );
        Assert.Equal(
            (TwoFactorOutcome.Accepted, FactorDeliveryStatus.Ambiguous, 0),
            (result.Outcome, result.Delivery!.Status, sms.Second.Count)
        );

        // It was on its way, and stays so: the gateway hears of nothing, and what became of it is recorded.
        answer.SetResult(SmsResult.Accepted("SM1"));
        await recorded.Task;
        Assert.Equal("SM1", sms.Account().Challenges.Single().Deliveries!.Single().MessageId);
        Assert.True((await sms.Host.Enrollment.ConfirmAsync("alice", result.FactorId!, sms.LastCode)).Succeeded);
    }

    [Fact]
    public async Task Routes_choose_by_region_and_leave_out_what_none_covers()
    {
        await using var sms = SmsHost.Create(o =>
        {
            o.Sms.Regions = ["all"];
            o.Sms.Delivery.Routes =
            [
                new SmsRoute { Regions = ["JP"], Gateways = ["second"] },
                new SmsRoute { Regions = ["US", "CA"], Gateways = ["first"] },
            ];
        });
        await sms.BeginAsync();
        Assert.Equal((0, 1), (sms.First.Count, sms.Second.Count));
        await sms.BeginAsync("bob", "+1 506 234 5678");
        Assert.Equal((1, 1), (sms.First.Count, sms.Second.Count));
        var nowhere = await sms.BeginAsync("carol", "+44 7400 123456");
        Assert.Equal(
            (FactorDeliveryStatus.Rejected, "no_gateway"),
            (nowhere.Delivery!.Status, nowhere.Delivery.Reason)
        );
    }

    [Fact]
    public async Task Weights_share_the_messages_out()
    {
        await using var sms = SmsHost.Create(o =>
            o.Sms.Delivery.Routes = [new SmsRoute { Gateways = ["first", "second"], Weights = [3, 1] }]
        );
        var gateways = sms.Host.Get<SmsGateways>();
        var first = Enumerable.Range(0, 4_000).Count(_ => gateways.For("JP")[0].Name == "first");

        // Six standard deviations of a fair draw.
        Assert.InRange(first, 3_000 - 165, 3_000 + 165);
        Assert.All(
            Enumerable.Range(0, 20),
            _ => Assert.Equal(["first", "second"], gateways.For("JP").Select(g => g.Name).Order(StringComparer.Ordinal))
        );
    }

    [Fact]
    public void Gateways_that_are_missing_doubled_or_unknown_are_errors_with_a_remedy()
    {
        Assert.Contains("No SMS gateway is registered", Problem(_ => { }), StringComparison.Ordinal);
        Assert.Contains(
            "Two SMS gateways are named 'a'",
            Problem(b => b.AddGateway(_ => new FakeGateway("a")).AddGateway(_ => new SecondGateway("a"))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is named 'A b'",
            Problem(b => b.AddGateway(_ => new FakeGateway("A b"))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "names the gateway 'b', which is not registered",
            Problem(
                b => b.AddGateway(_ => new FakeGateway("a")),
                o => o.Delivery.Routes = [new SmsRoute { Gateways = ["b"] }]
            ),
            StringComparison.Ordinal
        );

        static string Problem(Action<SmsBuilder> build, Action<SmsOptions>? configure = null)
        {
            var host = Host.Create(null, b => build(b.AddSms(configure)));
            return Assert.Throws<InvalidOperationException>(() => host.Enrollment).Message;
        }
    }

    [Fact]
    public async Task Health_tells_of_each_gateway_what_it_says_and_whether_it_is_passed_over()
    {
        await using var sms = SmsHost.Create(Generous, b => b.AddSms().AddGateway(_ => new SickGateway()));
        sms.First.Result = () => SmsResult.Rejected(SmsFailure.Capacity);
        for (var i = 0; i < 4; i++)
            await BeginAsync(sms, i);

        var health = await sms.Host.Get<IGatewayHealth>().CheckAsync();
        Assert.Equal(
            [
                ("first", true, null, false),
                ("second", false, null, true),
                ("sick", false, "The gateway threw InvalidOperationException.", false),
            ],
            health.Select(h => (h.Gateway, h.IsPassedOver, h.Problem, h.IsHealthy))
        );
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task A_store_that_fails_after_the_send_does_not_unsend_it()
    {
        var store = new FaultyStore();
        await using var sms = SmsHost.Create(build: b => b.UseStore(_ => store));
        sms.First.Result = () =>
        {
            store.IsDown = true;
            return SmsResult.Accepted("SM1");
        };
        var result = await sms.BeginAsync();
        Assert.Equal(
            (TwoFactorOutcome.Accepted, FactorDeliveryStatus.Accepted),
            (result.Outcome, result.Delivery!.Status)
        );
        store.IsDown = false;
        Assert.True((await sms.Host.Enrollment.ConfirmAsync("alice", result.FactorId!, sms.LastCode)).Succeeded);
    }

    private static void Generous(SmsHostOptions o) =>
        o.Sms.Limits = new SmsLimitOptions
        {
            PerPrefixPerHour = 0,
            UnconfirmedPerCallingCodePerDay = 0,
            UnconfirmedPerPrefixPerDay = 0,
            JudgedSends = 0,
            NeighboursPerHour = 0,
            PerNumberPerDay = 0,
            PerNumberPerHour = 0,
            PerUserPerHour = 0,
            PerDay = 0,
        };

    private static Task<EnrollmentResult> BeginAsync(SmsHost sms, int i) =>
        sms.BeginAsync($"user{i}", $"090-1{i:000}-5678");

    [Fact]
    public async Task Callers_who_leave_do_not_hide_that_a_gateway_is_at_fault()
    {
        const int Callers = 4;
        var recorded = new TaskCompletionSource();
        var store = new WatchedStore(() => recorded.TrySetResult(), isAt: 2 * Callers);
        await using var sms = SmsHost.Create(
            o =>
            {
                Generous(o);
                o.Sms.Delivery.FailOverWhenAmbiguous = false;
            },
            b => b.UseStore(_ => store)
        );
        var answer = new TaskCompletionSource<SmsResult>();
        sms.First.Answer = (_, _) => answer.Task;
        for (var i = 0; i < Callers; i++)
        {
            using var left = new CancellationTokenSource();
            var begin = sms.Host.Enrollment.EnrollAsync(
                new EnrollmentRequest
                {
                    UserId = $"user{i}",
                    Method = "sms",
                    Input = SmsHost.Input($"090-1{i:000}-5678"),
                    Proof = sms.Host.Proof(),
                },
                left.Token
            );
            await left.CancelAsync();
            Assert.Equal(FactorDeliveryStatus.Ambiguous, (await begin).Delivery!.Status);
        }

        var gateway = sms.Host.Get<SmsGateways>().Find("first")!;
        Assert.False(gateway.IsBroken);
        answer.SetResult(SmsResult.Ambiguous("503"));
        await recorded.Task;
        Assert.True(gateway.IsBroken);
    }

    [Theory]
    [InlineData(SmsFailure.Transient)]
    [InlineData(SmsFailure.Capacity)]
    [InlineData(SmsFailure.Configuration)]
    [InlineData(SmsFailure.Route)]
    public async Task Nothing_but_what_was_not_processed_is_tried_again(SmsFailure failure)
    {
        await using var sms = SmsHost.Create();
        sms.First.Result = () => SmsResult.Rejected(failure);
        await sms.BeginAsync();
        Assert.Equal((1, 1), (sms.First.Count, sms.Second.Sent.Count));
    }

    private sealed class WatchedStore(Action written, int isAt) : DelegatingStore
    {
        private int _writes;

        public override async ValueTask<bool> TryWriteAsync(
            AccountRow row,
            long expectedVersion,
            IReadOnlyList<AuditEvent> events,
            CancellationToken cancellationToken
        )
        {
            var isWritten = await base.TryWriteAsync(row, expectedVersion, events, cancellationToken);
            if (Interlocked.Increment(ref _writes) == isAt)
                written();

            return isWritten;
        }
    }

    private sealed class SickGateway() : FakeGateway("sick"), ISmsGatewayHealth
    {
        public ValueTask<string?> CheckAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a secret");
    }

    private sealed class ThirdGateway() : FakeGateway("third");
}
