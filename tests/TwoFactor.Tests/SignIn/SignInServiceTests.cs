namespace TwoFactor.Tests;

/// <summary>The previews and the end of all sessions, of <see cref="ISignInService"/>.</summary>
public sealed class SignInServiceTests
{
    [Fact]
    [Trait("Req", "R61")]
    public async Task A_preview_decides_alike_and_leaves_no_trace()
    {
        await using var host = Host.Create();
        await host.Policy.SetAsync(
            new PolicyChange
            {
                Requirement = Requirement.Everyone,
                Grace = TimeSpan.FromDays(7),
                Actor = "admin",
            }
        );
        var request = new SignInRequest { UserId = "alice" };
        var preview = await host.SignIn.PreviewAsync(request);
        Assert.Equal(
            (SignInDecision.Allowed, SignInReasons.Grace, true),
            (preview.Decision, preview.Reason, preview.IsRequired)
        );
        Assert.Empty(await host.EventsAsync());
        host.Clock.Advance(TimeSpan.FromDays(6));
        var real = await host.SignIn.EvaluateAsync(request);
        Assert.Equal(host.Clock.Now + TimeSpan.FromDays(7), real.GraceUntil);
        Assert.Equal(real.GraceUntil, (await host.SignIn.PreviewAsync(request)).GraceUntil);

        await host.EnrollAsync();
        var enrolled = await host.SignIn.PreviewAsync(request);
        Assert.Equal(
            (SignInDecision.Challenge, (string?)null, true),
            (enrolled.Decision, enrolled.ChallengeId, enrolled.IsRequired)
        );
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task Ending_all_sessions_ends_waiting_sign_ins_and_trust_and_leaves_factors()
    {
        await using var host = Host.Create(o => o.TrustedDevices.Enabled = true);
        var user = await host.EnrollAsync();
        var first = (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" })).ChallengeId;
        var trusted = await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = user.Code(host),
                ChallengeId = first,
                RememberDevice = true,
            }
        );
        var waiting = await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        Assert.Equal(TwoFactorOutcome.Accepted, await host.SignIn.EndSessionsAsync("alice", "new password"));
        host.Clock.NextStep();
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.VerifyAsync(user, user.Code(host), waiting.ChallengeId)).Outcome
        );
        var next = await host.SignIn.EvaluateAsync(
            new SignInRequest { UserId = "alice", DeviceToken = trusted.DeviceToken }
        );
        Assert.Equal((SignInDecision.Challenge, waiting.Epoch + 1), (next.Decision, next.Epoch));
        Assert.True((await host.VerifyAsync(user, user.Code(host), next.ChallengeId)).Succeeded);
        Assert.Equal(
            ("sessions_ended", "new password"),
            (await host.EventsAsync())
                .Where(e => e.Type == AuditEventTypes.SessionsEnded)
                .Select(e => (e.Type, e.Reason))
                .Single()
        );

        // Somebody of whom nothing was known may have sessions too.
        Assert.Equal(TwoFactorOutcome.Accepted, await host.SignIn.EndSessionsAsync("bob"));
        Assert.Equal(1, (await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "bob" })).Epoch);
    }
}
