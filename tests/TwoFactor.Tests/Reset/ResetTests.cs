namespace TwoFactor.Tests;

public sealed class ResetTests
{
    [Fact]
    [Trait("Req", "R50")]
    public async Task A_reset_empties_everything_in_one_write_and_leads_to_enrolment()
    {
        await using var host = Host.Create(o => o.TrustedDevices.Enabled = true);
        var user = await host.EnrollAsync();
        await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = user.Code(host),
                RememberDevice = true,
            }
        );
        await host.Reset.IssueTemporaryCodeAsync(Request());
        var challenge = await host.Challenges.ChallengeAsync(new ChallengeRequest { UserId = "alice" });
        await host.VerifyAsync(user, EnrolledUser.Wrong);
        var before = (await host.Store.FindAsync(new AccountKey("", "alice"), default))!.Version;

        var result = await host.Reset.ResetAsync(Request());
        Assert.Equal(host.Clock.Now, result.ResetAt);
        Assert.Equal(before + 1, (await host.Store.FindAsync(new AccountKey("", "alice"), default))!.Version);
        var status = await host.Enrollment.GetStatusAsync("alice");
        Assert.Equal(
            (false, 0, 0, 0),
            (status.Enabled, status.Factors.Count, status.RecoveryCodesLeft, status.TrustedDevices)
        );
        host.Clock.NextStep();
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.VerifyAsync(user, user.Code(host), challenge.ChallengeId)).Outcome
        );
        Assert.Equal(TwoFactorOutcome.NotEnrolled, (await host.VerifyAsync(user, user.Code(host))).Outcome);
        Assert.Equal(TwoFactorOutcome.NotEnrolled, (await host.VerifyAsync(user, user.RecoveryCodes[0])).Outcome);

        var signIn = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        Assert.Equal((SignInDecision.Enroll, SignInReasons.Reset), (signIn.Decision, signIn.Reason));
        await host.EnrollAsync();
        Assert.Equal(
            SignInDecision.Challenge,
            (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).Decision
        );
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task A_reset_ends_a_lock()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        await host.Reset.ResetAsync(Request());
        Assert.Null((await host.Enrollment.GetStatusAsync("alice")).LockedUntil);
        await host.EnrollAsync();
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task A_reset_needs_an_actor_and_a_reason_and_the_actor_cannot_be_the_user()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            host.Reset.ResetAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "",
                    Reason = "lost",
                }
            )
        );
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            host.Reset.ResetAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = " ",
                }
            )
        );
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            host.Reset.ResetAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = new string('x', 1_001),
                }
            )
        );
        Assert.Equal(
            TwoFactorOutcome.SelfServiceDenied,
            (
                await host.Reset.ResetAsync(
                    new ResetRequest
                    {
                        UserId = "alice",
                        Actor = "alice",
                        Reason = "lost",
                    }
                )
            ).Outcome
        );
        Assert.Equal(
            TwoFactorOutcome.SelfServiceDenied,
            (
                await host.Reset.IssueTemporaryCodeAsync(
                    new ResetRequest
                    {
                        UserId = "alice",
                        Actor = "alice",
                        Reason = "lost",
                    }
                )
            ).Outcome
        );
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
        var reset = (await host.Reset.ResetAsync(Request())).Outcome;
        Assert.Equal(TwoFactorOutcome.Accepted, reset);
        var written = (await host.EventsAsync())[^1];
        Assert.Equal((AuditEventTypes.Reset, "admin", "lost the phone"), (written.Type, written.Actor, written.Reason));
    }

    [Fact]
    [Trait("Req", "R50")]
    public void Nothing_secret_is_returned_by_a_reset() =>
        Assert.Equal(
            ["Outcome", "ResetAt", "Succeeded"],
            typeof(ResetResult).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal)
        );

    private static ResetRequest Request() =>
        new()
        {
            UserId = "alice",
            Actor = "admin",
            Reason = "lost the phone",
        };
}
