namespace TwoFactor.Tests;

[Trait("Req", "R91")]
public sealed class AuditTests
{
    [Fact]
    public async Task Every_attempt_is_an_event_with_user_factor_method_outcome_time_and_correlation()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        using var activity = new System.Diagnostics.Activity("request").Start();
        await host.VerifyAsync(user, EnrolledUser.Wrong);
        await host.VerifyAsync(user, user.Code(host));
        await host.VerifyAsync(user, user.Code(host), "no such challenge");
        var attempts = (await host.EventsAsync()).Where(e => e.Type == AuditEventTypes.Verification).Skip(1).ToList();
        Assert.Equal(["invalid_code", "accepted", "expired"], attempts.Select(e => e.Outcome));
        Assert.All(
            attempts.Take(2),
            e => Assert.Equal((user.FactorId, FactorMethodNames.Totp), (e.FactorId, e.Method))
        );
        Assert.All(
            attempts,
            e =>
                Assert.Equal(
                    ("alice", host.Clock.Now, activity.TraceId.ToHexString()),
                    (e.UserId, e.At, e.CorrelationId)
                )
        );
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task The_trail_is_told_once_a_minute_that_codes_come_while_the_account_is_locked()
    {
        await using var host = Host.Create(o => o.Attempts.Locks = [TimeSpan.FromMinutes(3)]);
        var user = await host.EnrollAsync();
        await LockAsync(host, user);
        var locked = host.Clock.Now;
        for (var second = 0; second < 180; second++)
        {
            Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(
            [locked, locked.AddMinutes(1), locked.AddMinutes(2)],
            (await host.EventsAsync()).Where(e => e.Outcome == "locked").Select(e => e.At)
        );
    }

    [Fact]
    [Trait("Req", "R91")]
    public async Task The_first_refusal_of_each_lock_is_an_event()
    {
        await using var host = Host.Create(o => o.Attempts.Locks = [TimeSpan.FromSeconds(5)]);
        var user = await host.EnrollAsync();
        for (var round = 0; round < 3; round++)
        {
            await LockAsync(host, user);
            await host.VerifyAsync(user, EnrolledUser.Wrong);
            await host.VerifyAsync(user, EnrolledUser.Wrong);
            host.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(3, (await host.EventsAsync()).Count(e => e.Outcome == "locked"));
    }

    private static async Task LockAsync(Host host, EnrolledUser user)
    {
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);
    }

    public static TheoryData<string> Tamperings =>
        [
            "cut the tail",
            "remove the first",
            "remove one in the middle",
            "change an outcome",
            "change a time",
            "change an actor",
            "swap two",
            "append one",
            "replay one",
            "drop all",
            "copy another user's",
        ];

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task Tampering_is_found(string how)
    {
        var store = new TamperedStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        await host.VerifyAsync(user, user.Code(host));
        await host.EnrollAsync("bob");
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        store.Tamper = (trail, events) =>
            trail != "alice"
                ? events
                : how switch
                {
                    "cut the tail" => events[..^1],
                    "remove the first" => events[1..],
                    "remove one in the middle" => [.. events.Take(2), .. events.Skip(3)],
                    "change an outcome" =>
                    [
                        .. events.Select((e, i) => i == 1 ? e with { Outcome = "invalid_code" } : e),
                    ],
                    "change a time" => [.. events.Select((e, i) => i == 1 ? e with { At = e.At.AddSeconds(1) } : e)],
                    "change an actor" => [.. events.Select((e, i) => i == 1 ? e with { Actor = "" } : e)],
                    "swap two" => [events[1], events[0], .. events[2..]],
                    "append one" =>
                    [
                        .. events,
                        events[^1] with
                        {
                            Sequence = events.Count + 1,
                            Hash = AuditChain.Hash(
                                events[^1].Hash.Span,
                                events[^1] with
                                {
                                    Sequence = events.Count + 1,
                                }
                            ),
                        },
                    ],
                    "replay one" => [.. events, events[^1]],
                    "drop all" => [],
                    _ => [.. events.Select(e => e with { UserId = "bob" })],
                };
        var verification = await host.Audit.VerifyAsync(null);
        Assert.False(verification.IsIntact);
        Assert.Contains("alice", Assert.Single(verification.Problems), StringComparison.Ordinal);
        Assert.False((await host.Audit.VerifyAsync("alice")).IsIntact);
        Assert.True((await host.Audit.VerifyAsync("bob")).IsIntact);
    }

    [Fact]
    public async Task A_chain_that_was_rewritten_whole_does_not_fit_the_sealed_head()
    {
        var store = new TamperedStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        await host.VerifyAsync(user, EnrolledUser.Wrong);
        store.Tamper = (_, events) =>
        {
            List<AuditEvent> forged = [];
            byte[] hash = [];
            foreach (var e in events)
            {
                var next = e with { Outcome = e.Outcome is null ? null : "accepted" };
                hash = AuditChain.Hash(hash, next);
                forged.Add(next with { Hash = hash });
            }

            return forged;
        };
        Assert.Contains(
            "rewritten",
            Assert.Single((await host.Audit.VerifyAsync("alice")).Problems),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_policy_trail_is_verified_like_a_users()
    {
        var store = new TamperedStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        Assert.True((await host.Audit.VerifyAsync(null)).IsIntact);
        store.Tamper = (_, events) => [.. events.Select(e => e with { Actor = "somebody else" })];
        Assert.Contains(
            "the policy",
            Assert.Single((await host.Audit.VerifyAsync(null)).Problems),
            StringComparison.Ordinal
        );
        store.Tamper = (_, _) => [];
        Assert.Contains(
            "the policy was cut off",
            Assert.Single((await host.Audit.VerifyAsync(null)).Problems),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whoever_verifies_while_others_write_sees_no_ghosts()
    {
        var store = new TamperedStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        var isWriting = false;
        store.OnRead = async () =>
        {
            if (isWriting)
                return;

            isWriting = true;
            await host.VerifyAsync(user, EnrolledUser.Wrong);
            isWriting = false;
        };
        for (var i = 0; i < 10; i++)
            Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
    }

    [Fact]
    public async Task A_trail_longer_than_a_page_is_read_whole()
    {
        await using var host = Host.Create(o => o.Attempts.CountReusedCodes = false);
        var user = await host.EnrollAsync();
        var code = user.Code(host);
        for (var i = 0; i < 600; i++)
            await host.VerifyAsync(user, code);

        var verification = await host.Audit.VerifyAsync("alice");
        Assert.True(verification.IsIntact);
        Assert.Equal((await host.EventsAsync()).Count, verification.Events);
        Assert.True(verification.Events > 1_000);
    }

    [Fact]
    public void Two_events_never_have_the_same_bytes()
    {
        AuditEvent Event(string? actor, string? reason) =>
            new()
            {
                Sequence = 1,
                At = ManualClock.Start,
                UserId = "u",
                Type = "t",
                Actor = actor,
                Reason = reason,
                Hash = default,
            };
        var hashes = new[]
        {
            Event("ab", "c"),
            Event("a", "bc"),
            Event("abc", ""),
            Event("abc", null),
            Event(null, "abc"),
        }.Select(e => Convert.ToHexString(AuditChain.Hash([], e)));
        Assert.Equal(5, hashes.Distinct(StringComparer.Ordinal).Count());
    }

    private sealed class TamperedStore : DelegatingStore
    {
        public Func<Task> OnRead { get; set; } = () => Task.CompletedTask;

        public Func<string, List<AuditEvent>, List<AuditEvent>> Tamper { get; set; } = (_, events) => events;

        public override async ValueTask<IReadOnlyList<AuditEvent>> ReadAsync(
            AccountKey trail,
            long afterSequence,
            int take,
            CancellationToken cancellationToken
        )
        {
            await OnRead();
            return
            [
                .. Tamper(trail.UserId, [.. await Inner.ReadAsync(trail, 0, 10_000, cancellationToken)])
                    .Skip((int)afterSequence)
                    .Take(take),
            ];
        }

        public override async ValueTask<IReadOnlyList<string>> ListTrailsAsync(
            string tenant,
            string? afterUserId,
            int take,
            CancellationToken cancellationToken
        ) =>
            [
                .. (await Inner.ListTrailsAsync(tenant, afterUserId, take, cancellationToken)).Where(t =>
                    Tamper(
                        t,
                        [
                            .. Enumerable
                                .Range(1, 9)
                                .Select(i => new AuditEvent
                                {
                                    Sequence = i,
                                    At = default,
                                    UserId = t,
                                    Type = "",
                                    Hash = default,
                                }),
                        ]
                    ).Count > 0
                ),
            ];
    }
}
