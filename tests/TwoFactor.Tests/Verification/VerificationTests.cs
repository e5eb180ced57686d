namespace TwoFactor.Tests;

public sealed class VerificationTests
{
    [Fact]
    [Trait("Req", "R04")]
    public async Task A_code_that_was_used_is_refused()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var code = user.Code(host);
        Assert.Equal(TwoFactorOutcome.Accepted, (await host.VerifyAsync(user, code)).Outcome);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, code)).Outcome);
    }

    [Fact]
    [Trait("Req", "R04")]
    [Trait("Req", "R06")]
    public async Task A_used_code_is_refused_in_another_spelling_too()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var code = user.Code(host);
        Assert.True((await host.VerifyAsync(user, $"{code[..3]} {code[3..]}")).Succeeded);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, code)).Outcome);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, $"{code[..3]}-{code[3..]}")).Outcome);
    }

    [Fact]
    [Trait("Req", "R04")]
    public async Task The_matched_step_is_stored_and_not_the_current_one()
    {
        // A code of the next step, accepted early, must not work again when its step has come.
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var early = user.Code(host, 1);
        Assert.True((await host.VerifyAsync(user, early)).Succeeded);
        host.Clock.NextStep();
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, early)).Outcome);
        host.Clock.NextStep();
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, early)).Outcome);
    }

    [Fact]
    [Trait("Req", "R04")]
    public async Task An_older_code_that_was_never_used_fails_after_a_newer_one()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, user.Code(host, -1))).Outcome);
    }

    [Fact]
    [Trait("Req", "R04")]
    public async Task The_confirming_code_is_spent_too()
    {
        await using var host = Host.Create();
        var pending = await host.BeginAsync();
        var code = pending.Code(host);
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId, code)).Succeeded);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(pending, code)).Outcome);
    }

    [Fact]
    [Trait("Req", "R04")]
    public async Task What_one_user_used_is_fresh_for_another()
    {
        await using var host = Host.Create();
        var uri = OtpAuthUri.Parse($"otpauth://totp/C:a?issuer=C&secret={Base32.Encode(new byte[20])}").Value!;
        await host.Administration.ImportAsync("alice", uri, "admin");
        await host.Administration.ImportAsync("bob", uri, "admin");
        var alice = new EnrolledUser("alice", "", new byte[20], TotpParameters.Default, []);
        var bob = alice with { UserId = "bob" };
        Assert.True((await host.VerifyAsync(alice, alice.Code(host))).Succeeded);
        Assert.True((await host.VerifyAsync(bob, bob.Code(host))).Succeeded);
        Assert.False((await host.VerifyAsync(alice, alice.Code(host))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R04")]
    [Trait("Req", "R31")]
    public async Task Of_many_that_present_one_code_at_once_one_is_accepted()
    {
        await using var host = Host.Create(o => o.MaxWriteAttempts = 1_000);
        var user = await host.EnrollAsync();
        var code = user.Code(host);
        var results = await Task.WhenAll(
            Enumerable.Range(0, 64).Select(_ => Task.Run(() => host.VerifyAsync(user, code)))
        );
        Assert.Single(results, r => r.Succeeded);
        Assert.True((await host.Audit.VerifyAsync("alice")).IsIntact);
    }

    [Fact]
    [Trait("Req", "R34")]
    public async Task The_public_form_is_the_same_for_unknown_unenrolled_locked_used_and_wrong()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var pending = await host.BeginAsync("bob");
        var used = user.Code(host);
        await host.VerifyAsync(user, used);
        var results = new List<VerificationResult>
        {
            await host.VerifyAsync(user with { UserId = "nobody" }, "123456"),
            await host.VerifyAsync(pending, pending.Code(host)),
            await host.VerifyAsync(user, used),
            await host.VerifyAsync(user, EnrolledUser.Wrong),
            await host.VerifyAsync(user, used, "no such challenge"),
        };
        for (var i = 0; i < 5; i++)
            results.Add(await host.VerifyAsync(user, EnrolledUser.Wrong));

        Assert.Equal(
            [
                TwoFactorOutcome.NotEnrolled,
                TwoFactorOutcome.NotEnrolled,
                TwoFactorOutcome.CodeUsed,
                TwoFactorOutcome.InvalidCode,
                TwoFactorOutcome.Expired,
            ],
            results.Take(5).Select(r => r.Outcome)
        );
        Assert.Equal(TwoFactorOutcome.Locked, results[^1].Outcome);
        Assert.All(
            results.Select(r => r.ToPublic()),
            r =>
            {
                Assert.Equal(TwoFactorOutcome.InvalidCode, r.Outcome);
                Assert.Null(r.AttemptsLeft);
                Assert.Null(r.RetryAfter);
                Assert.Null(r.FactorId);
                Assert.Null(r.Method);
                Assert.Equal(0, r.Epoch);
            }
        );
    }

    [Fact]
    [Trait("Req", "R34")]
    public async Task The_detailed_result_tells_the_host_all_it_needs()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var wrong = await host.VerifyAsync(user, EnrolledUser.Wrong);
        Assert.Equal(4, wrong.AttemptsLeft);
        var accepted = await host.VerifyAsync(user, user.Code(host));
        Assert.Equal(user.FactorId, accepted.FactorId);
        Assert.Equal(FactorMethodNames.Totp, accepted.Method);
        Assert.Equal(["otp", "mfa"], accepted.AuthenticationMethods);
        Assert.Equal(1, accepted.Epoch);
    }

    [Fact]
    public async Task A_challenge_is_answered_once()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var challenge = (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).ChallengeId;
        Assert.True((await host.VerifyAsync(user, user.Code(host), challenge)).Succeeded);
        host.Clock.NextStep();
        Assert.Equal(TwoFactorOutcome.Expired, (await host.VerifyAsync(user, user.Code(host), challenge)).Outcome);
    }

    [Fact]
    public async Task A_challenge_expires_and_what_comes_after_is_not_evaluated()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var challenge = (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).ChallengeId;
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        var late = await host.VerifyAsync(user, user.Code(host), challenge);
        Assert.Equal(TwoFactorOutcome.Expired, late.Outcome);
        Assert.Null(late.AttemptsLeft);
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
    }

    [Fact]
    public async Task A_challenge_for_one_factor_is_not_answered_by_another()
    {
        await using var host = Host.Create();
        var first = await host.EnrollAsync();
        var second = await host.EnrollAsync(proofCode: first.Code(host));
        var challenge = await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", FactorId = second.FactorId }
        );
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            (await host.VerifyAsync(first, first.Code(host), challenge.ChallengeId)).Outcome
        );
        Assert.Equal(
            TwoFactorOutcome.Accepted,
            (await host.VerifyAsync(second, second.Code(host), challenge.ChallengeId)).Outcome
        );
    }

    [Fact]
    public async Task A_chosen_factor_is_not_answered_by_another()
    {
        await using var host = Host.Create();
        var first = await host.EnrollAsync();
        var second = await host.EnrollAsync(proofCode: first.Code(host));
        var challenge = (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).ChallengeId;
        VerificationRequest Choose(string code) =>
            new()
            {
                UserId = "alice",
                Code = code,
                ChallengeId = challenge,
                FactorId = second.FactorId,
            };
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            (await host.Verification.VerifyAsync(Choose(first.Code(host)))).Outcome
        );
        Assert.Equal(
            TwoFactorOutcome.Accepted,
            (await host.Verification.VerifyAsync(Choose(second.Code(host)))).Outcome
        );
    }

    [Fact]
    [Trait("Req", "R90")]
    public async Task The_answer_to_too_many_lost_races_is_try_again_and_never_yes()
    {
        var store = new FaultyStore { LosesEveryRace = true };
        await using var host = Host.Create(o => o.MaxWriteAttempts = 3, b => b.UseStore(_ => store));
        store.LosesEveryRace = false;
        var user = await host.EnrollAsync();
        store.LosesEveryRace = true;
        Assert.Equal(TwoFactorOutcome.Throttled, (await host.VerifyAsync(user, user.Code(host))).Outcome);
        Assert.Equal(
            SignInDecision.Denied,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
        store.LosesEveryRace = false;
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
    }
}
