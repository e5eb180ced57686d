namespace TwoFactor.Tests;

public sealed class TotpMethodTests
{
    [Fact]
    [Trait("Req", "R01")]
    public async Task Every_enrolment_has_a_fresh_secret_of_160_bits()
    {
        await using var host = Host.Create();
        var secrets = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 50; i++)
        {
            var user = await host.BeginAsync($"user{i}");
            Assert.Equal(20, user.Secret.Length);
            Assert.True(secrets.Add(Convert.ToHexString(user.Secret)));
        }
    }

    [Theory]
    [Trait("Req", "R01")]
    [InlineData(15)]
    [InlineData(65)]
    public void A_secret_below_128_bits_or_absurdly_long_is_refused_at_start(int bytes)
    {
        var problem = Assert.Single(new TotpOptions { SecretBytes = bytes }.Problems());
        Assert.Contains("TwoFactor:Totp:SecretBytes", problem, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R01")]
    public void A_secret_of_120_bits_is_not_taken_for_one_of_160()
    {
        Assert.Throws<ArgumentException>(() => new OtpAuthUri("Corp", "a", new byte[15], TotpParameters.Default));
        var read = OtpAuthUri.Parse("otpauth://totp/Corp:a?issuer=Corp&secret=" + Base32.Encode(new byte[15]));
        Assert.Equal((true, 15), (read.Value!.IsWeak, read.Value.Secret.Length));
        Assert.Contains("120 bits", Assert.Single(read.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Req", "R09")]
    [InlineData("株式会社と申します山田太郎様の二要素認証のための長い長いお名前でございます")]
    [InlineData(
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc.ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd@example.com"
    )]
    [InlineData("urn:mace:alice")]
    [InlineData("al\nice\u202E")]
    [InlineData(":")]
    public async Task No_name_is_a_dead_end_for_its_user(string name)
    {
        await using var host = Host.Create();
        var result = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                AccountName = name,
                Proof = host.Proof(),
            }
        );
        Assert.True(result.Succeeded, result.Message);
        var uri = OtpAuthUri.Parse(result.Uri).Value!;
        Assert.Equal("Example", uri.Issuer);
        Assert.Equal(result.Secret, Base32.Encode(uri.Secret.Span));
        Assert.NotEmpty(host.Get<IQrRenderer>().RenderSvg(result.Uri!));
    }

    [Fact]
    [Trait("Req", "R03")]
    public async Task By_default_one_step_to_each_side_is_accepted()
    {
        foreach (
            var (offset, outcome) in new[]
            {
                (-2, TwoFactorOutcome.InvalidCode),
                (-1, TwoFactorOutcome.Accepted),
                (1, TwoFactorOutcome.Accepted),
                (2, TwoFactorOutcome.InvalidCode),
            }
        )
        {
            await using var host = Host.Create();
            var user = await host.EnrollAsync();
            host.Clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(outcome, (await host.VerifyAsync(user, user.Code(host, offset))).Outcome);
        }
    }

    [Fact]
    [Trait("Req", "R03")]
    public async Task The_strict_profile_accepts_the_current_step_alone()
    {
        await using var host = Host.Create(o => o.Totp.Window = 0);
        var user = await host.EnrollAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(user, user.Code(host, -1))).Outcome);
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(user, user.Code(host, 1))).Outcome);
        Assert.Equal(TwoFactorOutcome.Accepted, (await host.VerifyAsync(user, user.Code(host))).Outcome);
    }

    [Fact]
    [Trait("Req", "R03")]
    public async Task Drift_is_learnt_step_by_step_up_to_its_bound_and_for_that_factor_only()
    {
        await using var host = Host.Create(o => o.Totp.MaxLearntDrift = 2);
        var slow = await host.EnrollAsync();
        var other = await host.EnrollAsync("bob");
        foreach (var (offset, expected) in new[] { (-1, true), (-2, true), (-3, true), (-4, false) })
        {
            host.Clock.Advance(TimeSpan.FromMinutes(5));
            Assert.Equal(expected, (await host.VerifyAsync(slow, slow.Code(host, offset))).Succeeded);
        }

        Assert.False((await host.VerifyAsync(other, other.Code(host, -2))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R03")]
    public async Task A_bound_that_was_lowered_holds_for_what_was_learnt_before()
    {
        var clock = new ManualClock();
        var store = new InMemoryAccountStore();
        await using var before = Host.Create(o => o.Totp.MaxLearntDrift = 5, b => b.UseStore(_ => store), clock);
        var user = await before.EnrollAsync();
        for (var ahead = 1; ahead <= 5; ahead++)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            Assert.True((await before.VerifyAsync(user, user.Code(before, ahead))).Succeeded);
        }

        await using var strict = Host.Create(o => o.Totp.Window = 0, b => b.UseStore(_ => store), clock);
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False((await strict.VerifyAsync(user, user.Code(strict, 5))).Succeeded);
        Assert.True((await strict.VerifyAsync(user, user.Code(strict))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R03")]
    public async Task Without_the_option_no_drift_is_learnt()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await host.VerifyAsync(user, user.Code(host, -1))).Succeeded);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False((await host.VerifyAsync(user, user.Code(host, -2))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R07")]
    public async Task Parameters_that_apps_ignore_are_warned_of()
    {
        await using var plain = Host.Create();
        await plain.BeginAsync();
        Assert.DoesNotContain(plain.Logs.Lines, l => l.Contains("authenticator apps ignore", StringComparison.Ordinal));
        foreach (
            var configure in new Action<TwoFactorOptions>[]
            {
                o => o.Totp.Digits = 8,
                o => o.Totp.Algorithm = TotpAlgorithm.Sha256,
                o => o.Totp.Period = TimeSpan.FromSeconds(60),
            }
        )
        {
            await using var host = Host.Create(configure);
            await host.BeginAsync();
            Assert.Contains(
                host.Logs.Lines,
                l =>
                    l.StartsWith("Warning", StringComparison.Ordinal)
                    && l.Contains("authenticator apps ignore", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    [Trait("Req", "R02")]
    public async Task A_factor_keeps_the_parameters_it_was_enrolled_with()
    {
        var clock = new ManualClock();
        IAccountStore? shared = null;
        await using var before = Host.Create(
            o => (o.Totp.Algorithm, o.Totp.Digits, o.Totp.Period) = (TotpAlgorithm.Sha512, 8, TimeSpan.FromSeconds(60)),
            clock: clock
        );
        var user = await before.EnrollAsync();
        shared = before.Store;
        await using var after = Host.Create(build: b => b.UseStore(_ => (InMemoryAccountStore)shared), clock: clock);
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await after.VerifyAsync(user, user.Code(after))).Succeeded);
    }
}
