namespace TwoFactor.Tests;

public sealed class TemporaryCodeTests
{
    [Fact]
    [Trait("Req", "R51")]
    public async Task A_temporary_code_works_once_and_leaves_the_factors_alone()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var issued = await host.Reset.IssueTemporaryCodeAsync(Request());
        Assert.Equal(host.Clock.Now + TimeSpan.FromHours(1), issued.ExpiresAt);
        var result = await host.VerifyAsync(user, issued.Code!);
        Assert.Equal((TwoFactorOutcome.Accepted, FactorMethodNames.TemporaryCode), (result.Outcome, result.Method));
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(user, issued.Code!)).Outcome);
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
        var written = Assert.Single(await host.EventsAsync(), e => e.Type == AuditEventTypes.TemporaryCodeIssued);
        Assert.Equal(("admin", "lost the phone"), (written.Actor, written.Reason));
    }

    [Fact]
    [Trait("Req", "R51")]
    [Trait("Req", "R70")]
    public async Task A_temporary_code_trusts_no_device()
    {
        await using var host = Host.Create(o => o.TrustedDevices.Enabled = true);
        await host.EnrollAsync();
        var issued = await host.Reset.IssueTemporaryCodeAsync(Request());
        var result = await host.Verification.VerifyAsync(
            new VerificationRequest
            {
                UserId = "alice",
                Code = issued.Code!,
                RememberDevice = true,
            }
        );
        Assert.Equal((TwoFactorOutcome.Accepted, (string?)null), (result.Outcome, result.DeviceToken));
    }

    [Fact]
    [Trait("Req", "R51")]
    public async Task A_temporary_code_expires_and_a_new_one_voids_the_old()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var first = await host.Reset.IssueTemporaryCodeAsync(Request());
        var second = await host.Reset.IssueTemporaryCodeAsync(Request(), TimeSpan.FromMinutes(10));
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(user, first.Code!)).Outcome);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(user, second.Code!)).Outcome);
    }

    [Theory]
    [Trait("Req", "R51")]
    [InlineData(0)]
    [InlineData(1_441)]
    public async Task A_temporary_code_lives_for_a_minute_to_a_day(int minutes)
    {
        await using var host = Host.Create();
        await host.EnrollAsync();
        var result = await host.Reset.IssueTemporaryCodeAsync(Request(), TimeSpan.FromMinutes(minutes));
        Assert.Equal(TwoFactorOutcome.InvalidInput, result.Outcome);
        Assert.Null(result.Code);
    }

    [Fact]
    [Trait("Req", "R51")]
    public async Task Who_has_no_factor_is_led_through_enrolment_and_gets_no_temporary_code()
    {
        await using var host = Host.Create();
        await host.BeginAsync();
        Assert.Equal(TwoFactorOutcome.NotEnrolled, (await host.Reset.IssueTemporaryCodeAsync(Request())).Outcome);
    }

    private static ResetRequest Request() =>
        new()
        {
            UserId = "alice",
            Actor = "admin",
            Reason = "lost the phone",
        };
}
