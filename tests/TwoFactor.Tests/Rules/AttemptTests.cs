namespace TwoFactor.Tests;

public sealed class AttemptTests
{
    [Fact]
    [Trait("Req", "R30")]
    public async Task Five_failures_in_a_row_lock_and_each_further_five_lock_longer()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        foreach (var seconds in new[] { 30, 60, 300, 900, 3600, 3600 })
        {
            for (var left = 4; left >= 1; left--)
                Assert.Equal(
                    (TwoFactorOutcome.InvalidCode, left),
                    Brief(await host.VerifyAsync(user, EnrolledUser.Wrong))
                );

            var last = await host.VerifyAsync(user, EnrolledUser.Wrong);
            Assert.Equal(TimeSpan.FromSeconds(seconds), last.RetryAfter);
            host.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    [Trait("Req", "R30")]
    public async Task Success_resets_the_count()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
                await host.VerifyAsync(user, EnrolledUser.Wrong);

            Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
            host.Clock.NextStep();
        }
    }

    [Fact]
    [Trait("Req", "R30")]
    public async Task The_budget_is_one_over_all_factors_challenges_and_purposes()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var other = await host.EnrollAsync(proofCode: user.Code(host));
        await host.BeginAsync(proofCode: user.Code(host));
        var one = await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", FactorId = user.FactorId }
        );
        var two = await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", FactorId = other.FactorId }
        );
        await host.VerifyAsync(user, EnrolledUser.Wrong, one.ChallengeId);
        await host.VerifyAsync(user, EnrolledUser.Wrong, two.ChallengeId);
        await host.VerifyAsync(user, EnrolledUser.Wrong);
        await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(EnrolledUser.Wrong));
        var fifth = await host.Enrollment.RemoveAsync(
            new RemovalRequest
            {
                UserId = "alice",
                FactorId = other.FactorId,
                Proof = host.Proof(EnrolledUser.Wrong),
            }
        );
        Assert.Equal(TwoFactorOutcome.InvalidCode, fifth.Outcome);
        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
    }

    [Fact]
    [Trait("Req", "R30")]
    public async Task After_a_hundred_failures_the_factors_are_disabled_until_an_administrator_helps()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var i = 0; i < 100; i++)
        {
            host.Clock.Advance(TimeSpan.FromHours(1));
            await host.VerifyAsync(user, EnrolledUser.Wrong);
        }

        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(FactorStatus.Disabled, (await host.Enrollment.GetStatusAsync("alice")).Factors.Single().Status);
        var refused = await host.VerifyAsync(user, user.Code(host));
        Assert.Equal((TwoFactorOutcome.Locked, (TimeSpan?)null), (refused.Outcome, refused.RetryAfter));
        Assert.False((await host.VerifyAsync(user, user.RecoveryCodes[0])).Succeeded);
        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        Assert.Equal((SignInDecision.Denied, SignInReasons.FactorsDisabled), (signIn.Decision, signIn.Reason));
        Assert.Contains(AuditEventTypes.FactorsDisabled, host.Notifier.Types);

        var code = await host.Reset.IssueTemporaryCodeAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "locked out",
            }
        );
        Assert.True((await host.VerifyAsync(user, code.Code!)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R30")]
    public async Task Whoever_enrols_anew_after_that_begins_with_a_whole_budget()
    {
        await using var host = Host.Create(o => o.Attempts.DisableAfter = 5);
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        host.Clock.Advance(TimeSpan.FromHours(2));
        var temporary = await host.Reset.IssueTemporaryCodeAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "locked out",
            }
        );
        Assert.Equal(4, (await host.VerifyAsync(user, RecoveryCode.Create())).AttemptsLeft);
        Assert.True((await host.VerifyAsync(user, temporary.Code!)).Succeeded);
        var proof = new FreshProof { PasswordVerifiedAt = host.Clock.Now, SecondFactorVerifiedAt = host.Clock.Now };
        var anew = await host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = proof });
        var app = user with { FactorId = anew.FactorId!, Secret = OtpAuthUri.Parse(anew.Uri).Value!.Secret.ToArray() };
        var confirmed = await host.Enrollment.ConfirmAsync("alice", app.FactorId, app.Code(host));
        Assert.Equal(10, confirmed.RecoveryCodes!.Count);
        Assert.Equal(4, (await host.VerifyAsync(app, EnrolledUser.Wrong)).AttemptsLeft);
        host.Clock.NextStep();
        Assert.True((await host.VerifyAsync(app, app.Code(host))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R33")]
    public async Task A_method_that_throws_gives_no_free_guess_and_blocks_no_other_factor()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ThrowingMethod>());
        var user = await host.EnrollAsync();
        await host.Administration.ImportAsync(
            "bob",
            OtpAuthUri.Parse($"otpauth://totp/C:a?issuer=C&secret={Base32.Encode(new byte[20])}").Value!,
            "admin"
        );
        var enrollment = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = "throwing",
                Proof = host.Proof(user.Code(host)),
            }
        );
        var wrong = await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, "boom");
        Assert.Equal((TwoFactorOutcome.InvalidCode, (int?)4), (wrong.Outcome, wrong.AttemptsLeft));
        Assert.Contains(await host.EventsAsync(), e => e.Detail == "method throwing threw FormatException");
        Assert.True((await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, "1")).Succeeded);
        host.Clock.NextStep();
        Assert.True((await host.VerifyAsync(user, user.RecoveryCodes[0])).Succeeded);
    }

    private sealed class ThrowingMethod : IFactorMethod
    {
        public string Name => "throwing";

        public FactorMethodTraits Traits { get; } = new();

        public FactorDraft Begin(FactorEnrollment enrollment) => new() { State = [1] };

        public FactorCheck Check(in FactorAttempt attempt) =>
            int.Parse(attempt.Code) == 1 ? FactorCheck.Right([1]) : FactorCheck.Wrong;
    }

    [Fact]
    [Trait("Req", "R30")]
    public async Task Confirming_a_second_factor_does_not_reset_guesses_against_the_first()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var pending = await host.BeginAsync(proofCode: user.Code(host));
        for (var i = 0; i < 4; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId, pending.Code(host))).Succeeded);
        Assert.NotNull((await host.VerifyAsync(user, EnrolledUser.Wrong)).RetryAfter);
    }

    [Fact]
    [Trait("Req", "R31")]
    public async Task Of_a_thousand_parallel_wrong_guesses_exactly_the_budget_is_evaluated()
    {
        await using var host = Host.Create(o => o.MaxWriteAttempts = 1_000);
        var user = await host.EnrollAsync();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 1_000).Select(_ => Task.Run(() => host.VerifyAsync(user, EnrolledUser.Wrong)))
        );
        Assert.Equal(5, results.Count(r => r.Outcome == TwoFactorOutcome.InvalidCode));
        Assert.Equal(995, results.Count(r => r.Outcome is TwoFactorOutcome.Locked or TwoFactorOutcome.Throttled));
        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
    }

    [Fact]
    [Trait("Req", "R31")]
    public async Task The_failure_is_charged_before_the_answer_is_told()
    {
        // Whoever hangs up as soon as the write is out has paid for the guess all the same.
        var store = new FaultyStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
        {
            (store.Cancellation, store.Calls, store.CancelAt) = (new CancellationTokenSource(), 0, -2);
            await Assert.ThrowsAsync<OperationCanceledException>(() => host.VerifyAsync(user, EnrolledUser.Wrong));
        }

        (store.Cancellation, store.CancelAt) = (new CancellationTokenSource(), 0);
        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
    }

    [Fact]
    [Trait("Req", "R31")]
    [Trait("Req", "R04")]
    public async Task Whoever_loses_the_race_is_evaluated_anew_on_what_the_winner_left()
    {
        var store = new FaultyStore();
        await using var host = Host.Create(build: b => b.UseStore(_ => store));
        await using var other = Host.Create(build: b => b.UseStore(_ => store), clock: host.Clock);
        var user = await host.EnrollAsync();
        VerificationResult? winner = null;
        store.BeforeNextWrite = async () => winner = await other.VerifyAsync(user, user.Code(host));
        var loser = await host.VerifyAsync(user, user.Code(host));
        Assert.Equal((TwoFactorOutcome.Accepted, TwoFactorOutcome.CodeUsed), (winner!.Outcome, loser.Outcome));

        for (var i = 0; i < 3; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        store.BeforeNextWrite = async () => winner = await other.VerifyAsync(user, EnrolledUser.Wrong);
        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, EnrolledUser.Wrong)).Outcome);
        Assert.Equal((TwoFactorOutcome.InvalidCode, (int?)0), (winner!.Outcome, winner.AttemptsLeft));
    }

    [Fact]
    [Trait("Req", "R32")]
    public async Task A_lock_closes_the_open_challenges_for_good()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.VerifyAsync(user, user.Code(host), challenge.ChallengeId)).Outcome
        );
        Assert.Equal(TwoFactorOutcome.Accepted, (await host.VerifyAsync(user, user.Code(host))).Outcome);
    }

    [Fact]
    [Trait("Req", "R32")]
    public async Task While_locked_no_challenge_is_opened_and_sign_in_is_denied_with_the_time_to_wait()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        Assert.Equal((TwoFactorOutcome.Locked, TimeSpan.FromSeconds(30)), (challenge.Outcome, challenge.RetryAfter));
        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        Assert.Equal(
            (SignInDecision.Denied, SignInReasons.Locked, TimeSpan.FromSeconds(30)),
            (signIn.Decision, signIn.Reason, signIn.RetryAfter)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Req", "R37")]
    public async Task A_locked_account_is_refused_without_a_write_but_for_the_first_note(bool isDisabled)
    {
        await using var host = Host.Create(o => o.Attempts.DisableAfter = isDisabled ? 5 : 100);
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        host.Clock.Advance(TimeSpan.FromSeconds(isDisabled ? 31 : 29));
        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
        var version = await VersionAsync();
        var results = await Task.WhenAll(
            Enumerable.Range(0, 256).Select(_ => Task.Run(() => host.VerifyAsync(user, EnrolledUser.Wrong)))
        );
        Assert.All(results, r => Assert.True(r.Outcome is TwoFactorOutcome.Locked or TwoFactorOutcome.Throttled));
        Assert.Contains(results, r => r.Outcome == TwoFactorOutcome.Locked);
        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
        if (!isDisabled)
        {
            Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.RecoveryCodes[0])).Outcome);
            Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host), "gone")).Outcome);
            var change = await host.Enrollment.RegenerateRecoveryCodesAsync("alice", host.Proof(user.Code(host)));
            Assert.Equal(TwoFactorOutcome.Locked, change.Outcome);
            Assert.Equal(
                TwoFactorOutcome.Locked,
                (await host.Enrollment.ConfirmAsync("alice", "gone", EnrolledUser.Wrong)).Outcome
            );
        }

        Assert.Equal(version, await VersionAsync());

        async Task<long> VersionAsync() => (await host.Store.FindAsync(new AccountKey("", "alice"), default))!.Version;
    }

    [Fact]
    [Trait("Req", "R33")]
    public async Task A_naive_method_of_a_stranger_locks_like_every_other()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        var sent = host.Get<IEnumerable<IFactorMethod>>().OfType<ToySender>().Single().Sent;
        var enrollment = await host.Enrollment.EnrollAsync(ToyEnrollment(host));
        await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, sent[^1]);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        for (var i = 0; i < 5; i++)
            await VerifyAsync(EnrolledUser.Wrong, challenge.ChallengeId);

        Assert.Equal(TwoFactorOutcome.Locked, await VerifyAsync(sent[^1], null));

        async Task<TwoFactorOutcome> VerifyAsync(string code, string? challengeId) =>
            (
                await host.Verification.VerifyAsync(
                    new VerificationRequest
                    {
                        UserId = "alice",
                        Code = code,
                        ChallengeId = challengeId,
                    }
                )
            ).Outcome;
    }

    [Fact]
    [Trait("Req", "R35")]
    public async Task A_used_code_counts_as_a_failure_and_raises_its_own_event()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var code = user.Code(host);
        await host.VerifyAsync(user, code);
        for (var i = 0; i < 5; i++)
            Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, code)).Outcome);

        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, code)).Outcome);
        Assert.Equal(5, (await host.EventsAsync()).Count(e => e.Type == AuditEventTypes.CodeReused));
    }

    [Fact]
    [Trait("Req", "R35")]
    public async Task Where_the_host_says_so_a_used_code_does_not_count()
    {
        await using var host = Host.Create(o => o.Attempts.CountReusedCodes = false);
        var user = await host.EnrollAsync();
        var code = user.Code(host);
        await host.VerifyAsync(user, code);
        for (var i = 0; i < 20; i++)
            Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, code)).Outcome);
    }

    internal static EnrollmentRequest ToyEnrollment(Host host, string? code = null) =>
        new()
        {
            UserId = "alice",
            Method = ToySender.MethodName,
            Input = new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = "pigeon loft 7" },
            Proof = host.Proof(code),
        };

    private static (TwoFactorOutcome Outcome, int Left) Brief(VerificationResult result) =>
        (result.Outcome, result.AttemptsLeft ?? -1);
}
