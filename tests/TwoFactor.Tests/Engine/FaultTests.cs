namespace TwoFactor.Tests;

[Trait("Req", "R90")]
public sealed class FaultTests
{
    public static TheoryData<string> Operations => [.. s_operations.Keys];

    private static readonly Dictionary<string, Func<Host, EnrolledUser, CancellationToken, Task>> s_operations = new(
        StringComparer.Ordinal
    )
    {
        ["enroll"] = (h, u, c) =>
            h.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = h.Proof(u.Code(h)) }, c),
        ["confirm"] = (h, u, c) => h.Enrollment.ConfirmAsync("alice", u.FactorId, u.Code(h), c),
        ["rename"] = (h, u, c) => h.Enrollment.RenameAsync("alice", u.FactorId, "x", c),
        ["remove"] = (h, u, c) =>
            h.Enrollment.RemoveAsync(
                new RemovalRequest
                {
                    UserId = "alice",
                    FactorId = u.FactorId,
                    Proof = h.Proof(u.Code(h)),
                },
                c
            ),
        ["regenerate"] = (h, u, c) => h.Enrollment.RegenerateRecoveryCodesAsync("alice", h.Proof(u.Code(h)), c),
        ["challenge"] = (h, _, c) => h.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" }, c),
        ["verify"] = (h, u, c) =>
            h.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = u.Code(h) }, c),
        ["verify wrong"] = (h, _, c) =>
            h.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = EnrolledUser.Wrong }, c),
        ["recovery code"] = (h, u, c) =>
            h.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = u.RecoveryCodes[0] }, c),
        ["sign in"] = (h, _, c) => h.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" }, c),
        ["reset"] = (h, _, c) =>
            h.Reset.ResetAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "lost",
                },
                c
            ),
        ["temporary code"] = (h, _, c) =>
            h.Reset.IssueTemporaryCodeAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "lost",
                },
                null,
                c
            ),
        ["policy"] = (h, _, c) =>
            h.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" }, c),
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_store_that_is_down_denies_with_a_clear_error_and_changes_nothing(string operation)
    {
        var store = new FaultyStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        var before = await store.FindAsync(new AccountKey("", "alice"), default);
        store.IsDown = true;
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() => s_operations[operation](host, user, default));
        Assert.Contains("Start it", e.Message, StringComparison.Ordinal);
        store.IsDown = false;
        Assert.Same(before, await store.FindAsync(new AccountKey("", "alice"), default));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Cancelled_at_any_await_the_account_is_whole(string operation)
    {
        for (var at = 1; at <= 6; at++)
        {
            foreach (var cancelAt in new[] { at, -at })
            {
                var store = new FaultyStore();
                await using var host = Host.Create(build: b => b.UseStore(_ => store));
                var user = await host.EnrollAsync();
                (store.Calls, store.CancelAt) = (0, cancelAt);
                var before = (await host.EventsAsync()).Count;
                try
                {
                    await s_operations[operation](host, user, store.Cancellation.Token);
                }
                catch (OperationCanceledException)
                {
                    // Whether the write got through is open; that it was whole is not.
                }

                (store.CancelAt, store.Cancellation) = (0, new CancellationTokenSource());
                Assert.True((await host.Audit.VerifyAsync(null)).IsIntact, $"{operation} cancelled at {cancelAt}");
                await host.Enrollment.GetStatusAsync("alice");
                Assert.True((await host.EventsAsync()).Count >= before);
            }
        }
    }

    [Fact]
    public async Task A_corrupt_record_denies_and_names_the_user_and_the_remedy()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var row = (await host.Store.FindAsync(new AccountKey("", "alice"), default))!;
        await host.Store.TryWriteAsync(
            new AccountRow
            {
                Key = row.Key,
                Version = row.Version + 1,
                Sealed = new byte[10],
            },
            row.Version,
            [],
            default
        );
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.VerifyAsync(user, user.Code(host)));
        Assert.Contains("'alice'", e.Message, StringComparison.Ordinal);
        Assert.Contains("backup", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })
        );
        Assert.False((await host.Audit.VerifyAsync("alice")).IsIntact);
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task A_record_that_somebody_removed_is_not_taken_for_one_that_never_was()
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        store.Remove(new AccountKey("", "alice"));
        await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })
        );
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.VerifyAsync(user, user.Code(host)));
        Assert.False((await host.Audit.VerifyAsync(null)).IsIntact);
        store.RemovePolicy("");
        await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.SignIn.EvaluateAsync(new SignInRequest { UserId = "nobody" })
        );
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task A_reset_whose_write_fails_while_another_wins_the_race_takes_no_record_for_broken()
    {
        var store = new FaultyStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await using var other = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        store.RacesFor = "alice";
        store.BeforeNextWrite = async () =>
        {
            Assert.True((await other.VerifyAsync(user, user.RecoveryCodes[0])).Succeeded);
            throw new TwoFactorStoreException("The connection broke.");
        };
        var request = new ResetRequest
        {
            UserId = "alice",
            Actor = "admin",
            Reason = "lost the phone",
        };
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.Reset.ResetAsync(request));
        Assert.True((await host.VerifyAsync(user, user.RecoveryCodes[1])).Succeeded);
        Assert.DoesNotContain(
            await host.Audit.ReadAsync("alice").ToListAsync(),
            e => e.Type == AuditEventTypes.RecordReplaced
        );
    }

    [Theory]
    [Trait("Req", "R50")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_is_the_remedy_for_a_record_that_is_broken_or_gone_and_the_trail_goes_on(bool isGone)
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        var row = (await store.FindAsync(new AccountKey("", "alice"), default))!;
        if (isGone)
            store.Remove(row.Key);
        else
            await store.TryWriteAsync(
                new AccountRow
                {
                    Key = row.Key,
                    Version = row.Version + 1,
                    Sealed = new byte[99],
                },
                row.Version,
                [],
                default
            );

        Assert.True(
            (
                await host.Reset.ResetAsync(
                    new ResetRequest
                    {
                        UserId = "alice",
                        Actor = "admin",
                        Reason = "broken",
                    }
                )
            ).Succeeded
        );
        var verification = await host.Audit.VerifyAsync(null);
        Assert.True(verification.IsIntact);
        Assert.Contains("begun anew at event", Assert.Single(verification.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            [AuditEventTypes.RecordReplaced, AuditEventTypes.Reset],
            (await host.EventsAsync()).TakeLast(2).Select(e => e.Type)
        );
        Assert.Equal(
            SignInDecision.Enroll,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        Assert.True(
            (await host.Enrollment.GetStatusAsync("alice")).Epoch > 1_000_000,
            "later than any epoch that was counted one by one"
        );
        await host.EnrollAsync();
    }

    [Fact]
    [Trait("Req", "R80")]
    public async Task A_reset_with_the_wrong_key_is_refused_and_destroys_nothing()
    {
        var clock = new ManualClock();
        var store = new InMemoryAccountStore();
        await using var right = Host.Create(build: b => b.UseStore(_ => store), clock: clock);
        var user = await right.EnrollAsync();
        await using var wrong = Host.Create(
            o => o.Sealing.Keys = [Convert.ToBase64String(new byte[32])],
            b => b.UseStore(_ => store),
            clock
        );
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            wrong.Reset.ResetAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "lost",
                }
            )
        );
        Assert.Contains("check that this is the right key file", e.Message, StringComparison.Ordinal);
        Assert.True((await right.VerifyAsync(user, user.Code(right))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task A_reset_that_the_store_refuses_replaces_nothing()
    {
        var store = new FaultyStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        store.BeforeNextWrite = () => throw new TwoFactorStoreException("The disk is full.");
        await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.Reset.ResetAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "lost",
                }
            )
        );
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
        Assert.Empty((await host.Audit.VerifyAsync("alice")).Warnings);
    }

    [Theory]
    [Trait("Req", "R62")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_that_is_broken_or_gone_denies_and_is_set_anew(bool isGone)
    {
        var store = new InMemoryAccountStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        if (isGone)
            store.RemovePolicy("");
        else
            await store.TryWritePolicyAsync(
                new PolicyRow
                {
                    Tenant = "",
                    Version = 2,
                    Sealed = new byte[99],
                },
                1,
                [],
                default
            );

        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })
        );
        Assert.Contains("set the policy anew", e.Message, StringComparison.Ordinal);
        Assert.Equal(
            (0L, 1L),
            (await host.Administration.ResealAsync()) is var left ? (left.Resealed, left.Left) : default
        );
        var anew = await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        Assert.True(anew.Succeeded && anew.Policy.Version > 1);
        Assert.Equal(
            SignInDecision.Enroll,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        var verification = await host.Audit.VerifyAsync(null);
        Assert.True(verification.IsIntact);
        Assert.Single(verification.Warnings);
    }

    [Fact]
    public async Task A_first_write_between_two_looks_is_no_removal()
    {
        var store = new LateStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await host.EnrollAsync();
        store.IsLate = true;
        Assert.True((await host.Enrollment.GetStatusAsync("alice")).Enabled);
    }

    private sealed class LateStore : DelegatingStore
    {
        public bool IsLate { get; set; }

        public override ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken)
        {
            var isLate = IsLate;
            IsLate = false;
            return isLate ? new((AccountRow?)null) : base.FindAsync(key, cancellationToken);
        }
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task A_reset_is_the_remedy_for_a_record_that_a_clock_far_ahead_wrote()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var now = host.Clock.Now;
        host.Clock.Now = now.AddYears(5);
        await host.VerifyAsync(user, EnrolledUser.Wrong);
        host.Clock.Now = now;
        await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.VerifyAsync(user, user.Code(host)));
        Assert.True(
            (
                await host.Reset.ResetAsync(
                    new ResetRequest
                    {
                        UserId = "alice",
                        Actor = "admin",
                        Reason = "clock",
                    }
                )
            ).Succeeded
        );
        await host.EnrollAsync();
    }

    [Fact]
    public async Task A_store_that_matches_user_ids_loosely_is_refused()
    {
        var store = new LooseStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() =>
            host.VerifyAsync(user with { UserId = "ALICE" }, user.Code(host))
        );
        Assert.Contains("binary collation", e.Message, StringComparison.Ordinal);
        Assert.True((await host.Get<IAdministrationService>().SummarizeAsync("alice")).IsEnrolled);
        Assert.False((await host.Get<IAdministrationService>().SummarizeAsync("ALICE")).IsEnrolled);
    }

    private sealed class LooseStore : DelegatingStore
    {
        public override ValueTask<AccountRow?> FindAsync(AccountKey key, CancellationToken cancellationToken) =>
            Inner.FindAsync(key with { UserId = key.UserId.ToLowerInvariant() }, cancellationToken);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_is_refused_with_the_remedy_and_the_account_is_as_it_was()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
        var now = host.Clock.Now;
        var before = await host.Store.FindAsync(new AccountKey("", "alice"), default);
        host.Clock.Now = now - TimeSpan.FromHours(3);
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(() => host.VerifyAsync(user, user.Code(host)));
        Assert.Contains("NTP", e.Message, StringComparison.Ordinal);
        Assert.Same(before, await host.Store.FindAsync(new AccountKey("", "alice"), default));
    }

    [Fact]
    public async Task Two_servers_a_little_apart_work_together_and_no_lock_ends_early()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        host.Clock.Now -= TimeSpan.FromSeconds(40);
        var refused = await host.VerifyAsync(user, user.Code(host));
        Assert.Equal(
            (TwoFactorOutcome.Locked, (TimeSpan?)TimeSpan.FromSeconds(30)),
            (refused.Outcome, refused.RetryAfter)
        );
    }

    [Fact]
    public async Task A_gateway_that_fails_leaves_a_challenge_that_can_be_sent_again()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        var sender = host.Get<IEnumerable<IFactorMethod>>().OfType<ToySender>().Single();
        sender.Delivery = () => throw new InvalidOperationException("the gateway is down");
        var enrollment = await host.Enrollment.EnrollAsync(AttemptTests.ToyEnrollment(host));
        Assert.Equal(
            (TwoFactorOutcome.Accepted, (FactorDeliveryStatus?)FactorDeliveryStatus.Ambiguous),
            (enrollment.Outcome, enrollment.Delivery?.Status)
        );
        Assert.Contains(
            host.Logs.Lines,
            l =>
                l.StartsWith("Error", StringComparison.Ordinal)
                && l.Contains("InvalidOperationException", StringComparison.Ordinal)
        );
        sender.Delivery = () => FactorDelivery.Accepted;
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await host.Enrollment.ResendAsync("alice", enrollment.FactorId!)).Succeeded);
        Assert.True((await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, sender.Sent[^1])).Succeeded);
    }
}
