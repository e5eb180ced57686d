namespace TwoFactor.Tests;

/// <summary>The one rule of how old a proof may be: one from the future is none.</summary>
[Trait("Req", "R42")]
public sealed class FreshnessRuleTests
{
    private static readonly DateTimeOffset s_now = ManualClock.Start;

    [Theory]
    [InlineData(0, true)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(86_400, false)]
    public void A_proof_is_fresh_within_its_age_and_not_from_the_future(int seconds, bool isFresh) =>
        Assert.Equal(
            isFresh,
            new TwoFactorOptions().IsFresh(s_now.AddSeconds(seconds), s_now, TimeSpan.FromMinutes(5))
        );

    [Fact]
    public void Without_an_age_any_time_but_the_future_will_do()
    {
        var options = new TwoFactorOptions();
        Assert.True(options.IsFresh(DateTimeOffset.MinValue, s_now, null));
        Assert.False(options.IsFresh(DateTimeOffset.MaxValue, s_now, null));
        Assert.False(options.IsFresh(null, s_now, null));
    }

    [Fact]
    public async Task A_password_or_second_factor_from_the_future_proves_nothing()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var (now, ahead) = (host.Clock.Now, host.Clock.Now.AddDays(1));
        foreach (var (password, second) in new[] { (ahead, now), (now, ahead) })
        {
            var result = await host.Enrollment.RegenerateRecoveryCodesAsync(
                user.UserId,
                new FreshProof { PasswordVerifiedAt = password, SecondFactorVerifiedAt = second }
            );
            Assert.Equal(TwoFactorOutcome.ReauthenticationRequired, result.Outcome);
        }
    }

    [Fact]
    public void A_device_that_was_trusted_in_the_future_is_not()
    {
        var options = new TwoFactorOptions { TrustedDevices = { Enabled = true } };
        var draft = DeviceDraft.Create(null);
        var ahead = Change(new TwoFactorAccount { UserId = "u" }, s_now.AddDays(1));
        DeviceRules.Trust(ahead, draft);
        Assert.False(DeviceRules.Use(Change(ahead.Account, s_now), DevicePresented.From(draft.Token)!));
        Assert.True(DeviceRules.Use(Change(ahead.Account, s_now.AddDays(2)), DevicePresented.From(draft.Token)!));

        AccountChange Change(TwoFactorAccount account, DateTimeOffset now) =>
            new(account, new RuleContext(options, PureWorld.Methods, now, null));
    }

    [Fact]
    [Trait("Req", "R61")]
    public async Task A_grace_period_that_a_wrong_clock_began_in_the_future_begins_with_the_reset()
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
        var right = host.Clock.Now;
        host.Clock.Now = right.AddDays(365);
        await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice" });
        host.Clock.Now = right;
        await host.Reset.ResetAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "wrong clock",
            }
        );
        var account = (await host.Get<AccountVault>().LoadAsync("alice", default)).Account!;
        Assert.Equal(right, account.RequiredSince);
    }
}
