namespace TwoFactor.Tests;

/// <summary>A stranger's method, added from outside without a line in the engine.</summary>
public sealed class SendingMethodTests
{
    [Fact]
    [Trait("Req", "R33")]
    public async Task A_newcomers_method_enrols_challenges_and_verifies_like_the_built_in_ones()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        var sent = Sent(host);
        var enrollment = await host.Enrollment.EnrollAsync(AttemptTests.ToyEnrollment(host));
        Assert.Equal(("…7", "toy"), (enrollment.Destination![..1] + enrollment.Destination[^1..], enrollment.Method));
        Assert.Equal(FactorDeliveryStatus.Accepted, enrollment.Delivery?.Status);
        var confirmed = await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, sent[^1]);
        Assert.Equal(10, confirmed.RecoveryCodes!.Count);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            SignInDecision.Challenge,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        Assert.Equal((2, enrollment.Destination), (sent.Count, challenge.Destination));
        var result = await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = sent[^1],
                ChallengeId = challenge.ChallengeId,
            }
        );
        Assert.Equal(["sms", "mfa"], result.AuthenticationMethods);
        Assert.False(
            (
                await host.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = sent[^1] })
            ).Succeeded
        );
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task A_resend_replaces_the_code_waits_its_turn_and_keeps_the_count_of_failures()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        var sent = Sent(host);
        await ConfirmedAsync(host);
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        for (var i = 0; i < 4; i++)
            await host.Verification.VerifyAsync(
                new VerificationRequest
                {
                    UserId = "alice",
                    Code = "000000x",
                    ChallengeId = challenge.ChallengeId,
                }
            );

        var early = await host.Challenges.ResendAsync("alice", challenge.ChallengeId!);
        Assert.Equal((TwoFactorOutcome.Throttled, TimeSpan.FromSeconds(30)), (early.Outcome, early.RetryAfter));
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        var old = sent[^1];
        var resent = await host.Challenges.ResendAsync("alice", challenge.ChallengeId!);
        Assert.Equal(TwoFactorOutcome.Accepted, resent.Outcome);
        Assert.Equal(host.Clock.Now + TimeSpan.FromSeconds(60), resent.ResendAt);
        Assert.NotEqual(old, sent[^1]);
        var fifth = await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = old,
                ChallengeId = challenge.ChallengeId,
            }
        );
        Assert.Equal((TwoFactorOutcome.InvalidCode, (int?)0), (fifth.Outcome, fifth.AttemptsLeft));
        Assert.Equal(
            TwoFactorOutcome.Locked,
            (await host.Challenges.ResendAsync("alice", challenge.ChallengeId!)).Outcome
        );
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task A_new_challenge_does_not_get_around_the_wait()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        await ConfirmedAsync(host);
        Assert.True((await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" })).Succeeded);
        Assert.Equal(
            TwoFactorOutcome.Throttled,
            (await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" })).Outcome
        );
        Assert.Equal(2, Sent(host).Count);
    }

    [Fact]
    [Trait("Req", "R11")]
    public async Task A_code_for_an_enrolment_does_not_sign_in()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        await ConfirmedAsync(host);
        var second = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = ToySender.MethodName,
                Input = new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = "pigeon loft 8" },
                Proof = new FreshProof { PasswordVerifiedAt = host.Clock.Now, SecondFactorVerifiedAt = host.Clock.Now },
            }
        );
        Assert.False(
            (
                await host.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = Sent(host)[^1] })
            ).Succeeded
        );
        Assert.True((await host.Enrollment.ConfirmAsync("alice", second.FactorId!, Sent(host)[^1])).Succeeded);
    }

    [Fact]
    public async Task Input_that_the_method_refuses_changes_nothing()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        var result = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = ToySender.MethodName,
                Proof = host.Proof(),
            }
        );
        Assert.Equal((TwoFactorOutcome.InvalidInput, "An address is missing."), (result.Outcome, result.Message));
        Assert.Null(await host.Store.FindAsync(new AccountKey("", "alice"), default));
    }

    [Fact]
    public async Task A_pending_factor_gets_a_new_code_when_the_first_has_expired()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        var enrollment = await host.Enrollment.EnrollAsync(AttemptTests.ToyEnrollment(host));
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.False((await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, Sent(host)[^1])).Succeeded);
        Assert.True((await host.Enrollment.ResendAsync("alice", enrollment.FactorId!)).Succeeded);
        Assert.True((await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, Sent(host)[^1])).Succeeded);
    }

    [Fact]
    public async Task A_method_that_nobody_enrols_is_refused_with_those_that_there_are()
    {
        await using var host = Host.Create();
        foreach (var method in new[] { "palm", FactorMethodNames.RecoveryCode, FactorMethodNames.TemporaryCode })
        {
            var result = await host.Enrollment.EnrollAsync(
                new EnrollmentRequest
                {
                    UserId = "alice",
                    Method = method,
                    Proof = host.Proof(),
                }
            );
            Assert.Equal(
                (TwoFactorOutcome.InvalidInput, "No such method can be enrolled. There are: totp."),
                (result.Outcome, result.Message)
            );
        }
    }

    [Fact]
    [Trait("Req", "R11")]
    public async Task A_code_for_a_change_neither_signs_in_nor_works_twice()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        await ConfirmedAsync(host);
        await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", Purpose = ChallengePurpose.Change }
        );
        var code = Sent(host)[^1];
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            (await host.Verification.VerifyAsync(new VerificationRequest { UserId = "alice", Code = code })).Outcome
        );
        Assert.True(
            (
                await host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = host.Proof(code) })
            ).Succeeded
        );
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            (
                await host.Enrollment.EnrollAsync(new EnrollmentRequest { UserId = "alice", Proof = host.Proof(code) })
            ).Outcome
        );
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task A_method_that_the_host_left_out_is_an_error_and_its_codes_are_not_taken_for_wrong()
    {
        var clock = new ManualClock();
        var store = new InMemoryAccountStore();
        await using var with = Host.Create(build: b => b.AddMethod<ToySender>().UseStore(_ => store), clock: clock);
        await ConfirmedAsync(with);
        await with.Reset.ResetAsync(
            new ResetRequest
            {
                UserId = "bob",
                Actor = "admin",
                Reason = "x",
            }
        );
        await using var without = Host.Create(build: b => b.UseStore(_ => store), clock: clock);
        var account = without.Get<AccountVault>().Open((await store.FindAsync(new AccountKey("", "alice"), default))!);
        var only = account with { Factors = [.. account.Factors.Where(f => !f.IsBackup)] };
        var command = new VerifyCommand { UserId = "alice", Code = "123456" };
        var e = Assert.Throws<InvalidOperationException>(() =>
            command.Apply(
                only,
                new RuleContext(new TwoFactorOptions(), without.Get<FactorMethodRegistry>(), clock.Now, null)
            )
        );
        Assert.Contains("AddMethod", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pending_factor_that_is_given_up_costs_no_trust()
    {
        await using var host = Host.Create(o => o.TrustedDevices.Enabled = true);
        var user = await host.EnrollAsync();
        var pending = await host.BeginAsync(proofCode: user.Code(host));
        host.Clock.NextStep();
        await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = user.Code(host),
                RememberDevice = true,
            }
        );
        host.Clock.NextStep();
        host.Notifier.Notices.Clear();
        Assert.True(
            (
                await host.Enrollment.RemoveAsync(
                    new RemovalRequest
                    {
                        UserId = "alice",
                        FactorId = pending.FactorId,
                        Proof = host.Proof(user.Code(host)),
                    }
                )
            ).Succeeded
        );
        var status = await host.Enrollment.GetStatusAsync("alice");
        Assert.Equal((1, 1, 1), (status.Epoch, status.TrustedDevices, status.Factors.Count));
        Assert.Empty(host.Notifier.Notices);
    }

    private static List<string> Sent(Host host) =>
        host.Get<IEnumerable<IFactorMethod>>().OfType<ToySender>().Single().Sent;

    private static async Task ConfirmedAsync(Host host)
    {
        var enrollment = await host.Enrollment.EnrollAsync(AttemptTests.ToyEnrollment(host));
        Assert.True((await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, Sent(host)[^1])).Succeeded);
    }
}
