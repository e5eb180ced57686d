namespace TwoFactor.Tests;

[Trait("Req", "R70")]
public sealed class TrustedDeviceTests
{
    [Fact]
    public async Task By_default_no_device_is_trusted()
    {
        await using var host = Host.Create();
        Assert.Null(await TrustAsync(host, await host.EnrollAsync()));
    }

    [Fact]
    public async Task A_trusted_device_is_not_asked_and_its_token_rotates_at_each_use()
    {
        await using var host = Trusting();
        var token = await TrustAsync(host, await host.EnrollAsync());
        for (var i = 0; i < 3; i++)
        {
            var signIn = await SignInAsync(host, token);
            Assert.Equal((SignInDecision.Allowed, SignInReasons.TrustedDevice), (signIn.Decision, signIn.Reason));
            Assert.NotEqual(token, signIn.DeviceToken);
            token = signIn.DeviceToken;
        }
    }

    [Fact]
    public async Task A_token_that_was_rotated_away_betrays_a_theft_and_ends_all_trust()
    {
        await using var host = Trusting();
        var user = await host.EnrollAsync();
        var stolen = await TrustAsync(host, user);
        host.Clock.NextStep();
        var other = await TrustAsync(host, user);
        var fresh = (await SignInAsync(host, stolen)).DeviceToken;
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, stolen)).Decision);
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, fresh)).Decision);
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, other)).Decision);
        Assert.Single(host.Notifier.Types, AuditEventTypes.DeviceTokenReplayed);
    }

    [Fact]
    public async Task The_trust_ends_at_its_time_however_often_it_was_used()
    {
        await using var host = Trusting();
        var token = await TrustAsync(host, await host.EnrollAsync());
        for (var day = 0; day < 29; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            token = (await SignInAsync(host, token)).DeviceToken;
        }

        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, token)).Decision);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("a.b")]
    public async Task Tokens_of_no_device_or_another_users_are_worth_nothing(string token)
    {
        await using var host = Trusting();
        var alice = await host.EnrollAsync();
        var bob = await host.EnrollAsync("bob");
        var bobs = await TrustAsync(host, bob);
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, token)).Decision);
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, bobs)).Decision);
        Assert.NotNull(alice);
    }

    [Fact]
    public async Task A_token_has_256_random_bits_and_only_its_hash_is_kept()
    {
        await using var host = Trusting();
        var token = await TrustAsync(host, await host.EnrollAsync());
        var secret = System.Buffers.Text.Base64Url.DecodeFromChars(token!.Split('.')[1]);
        Assert.Equal(32, secret.Length);
        var row = (await host.Store.FindAsync(new AccountKey("", "alice"), default))!;
        var account = host.Get<AccountVault>().Open(row);
        var device = Assert.Single(account.Devices);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(secret), device.TokenHash);
    }

    [Fact]
    public async Task Devices_are_listed_and_revoked()
    {
        await using var host = Trusting();
        var user = await host.EnrollAsync();
        var token = await TrustAsync(host, user, "laptop");
        var device = Assert.Single(await host.SignIn.ListTrustedDevicesAsync("alice"));
        Assert.Equal("laptop", device.Name);
        Assert.Equal(TwoFactorOutcome.NotFound, await host.SignIn.RevokeTrustedDeviceAsync("alice", "nope"));
        Assert.Equal(TwoFactorOutcome.Accepted, await host.SignIn.RevokeTrustedDeviceAsync("alice", device.DeviceId));
        Assert.Empty(await host.SignIn.ListTrustedDevicesAsync("alice"));
        Assert.Equal(TwoFactorOutcome.Accepted, await host.SignIn.RevokeAllTrustedDevicesAsync("alice"));
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, token)).Decision);
    }

    [Fact]
    public async Task A_reset_takes_the_trust_along()
    {
        await using var host = Trusting();
        var token = await TrustAsync(host, await host.EnrollAsync());
        await host.Reset.ResetAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "lost",
            }
        );
        Assert.Equal(SignInDecision.Enroll, (await SignInAsync(host, token)).Decision);
        await host.EnrollAsync();
        Assert.Equal(SignInDecision.Challenge, (await SignInAsync(host, token)).Decision);
    }

    [Fact]
    public async Task A_step_up_asks_on_a_trusted_device_too_and_trusts_none()
    {
        await using var host = Trusting();
        var user = await host.EnrollAsync();
        await TrustAsync(host, user);
        host.Clock.NextStep();
        var challenge = await host.Challenges.ChallengeAsync(
            new ChallengeRequest { UserId = "alice", Purpose = ChallengePurpose.StepUp }
        );
        Assert.True(challenge.Succeeded);
        var result = await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = user.Code(host),
                ChallengeId = challenge.ChallengeId,
                RememberDevice = true,
            }
        );
        Assert.Equal((ChallengePurpose.StepUp, (string?)null), (result.Purpose!.Value, result.DeviceToken));
    }

    [Fact]
    public async Task A_device_is_not_asked_where_the_account_is_locked_either_way()
    {
        await using var host = Trusting();
        var user = await host.EnrollAsync();
        var token = await TrustAsync(host, user);
        for (var i = 0; i < 5; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        Assert.Equal(SignInDecision.Denied, (await SignInAsync(host, token)).Decision);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SignInDecision.Allowed, (await SignInAsync(host, token)).Decision);
    }

    private static Host Trusting() => Host.Create(o => o.TrustedDevices.Enabled = true);

    private static async Task<string?> TrustAsync(Host host, EnrolledUser user, string? name = null)
    {
        var result = await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = user.UserId,
                Code = user.Code(host),
                RememberDevice = true,
                DeviceName = name,
            }
        );
        Assert.True(result.Succeeded);
        return result.DeviceToken;
    }

    private static Task<SignInEvaluation> SignInAsync(Host host, string? token) =>
        host.SignIn.EvaluateAsync(new SignInRequest { UserId = "alice", DeviceToken = token });
}
