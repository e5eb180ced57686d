using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TwoFactor.Tests;

/// <summary>Wrong codes while a factor is set up count against that factor alone.</summary>
[Trait("Req", "R40")]
public sealed class PendingFailureTests
{
    [Fact]
    public async Task Five_wrong_confirmations_drop_the_pending_factor_and_lock_nobody_out()
    {
        await using var host = Host.Create();
        var pending = await host.BeginAsync();
        for (var left = 4; left >= 0; left--)
            Assert.Equal((TwoFactorOutcome.InvalidCode, left), await ConfirmAsync(host, pending, EnrolledUser.Wrong));

        Assert.Equal((TwoFactorOutcome.Expired, -1), await ConfirmAsync(host, pending, pending.Code(host)));
        var status = await host.Enrollment.GetStatusAsync("alice");
        Assert.Equal((0, (DateTimeOffset?)null), (status.Factors.Count, status.LockedUntil));
        Assert.Equal(
            (AuditEventTypes.EnrollmentCancelled, pending.FactorId, "too many wrong codes"),
            (await host.EventsAsync())
                .Where(e => e.Type == AuditEventTypes.EnrollmentCancelled)
                .Select(e => (e.Type, e.FactorId!, e.Detail!))
                .Single()
        );
        await host.EnrollAsync();
    }

    [Fact]
    public async Task Who_mistypes_while_setting_up_still_signs_in()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var pending = await host.BeginAsync(proofCode: user.Code(host));
        host.Clock.NextStep();
        for (var i = 0; i < 5; i++)
            await ConfirmAsync(host, pending, EnrolledUser.Wrong);

        var wrong = await host.VerifyAsync(user, EnrolledUser.Wrong);
        Assert.Equal((TwoFactorOutcome.InvalidCode, 4), (wrong.Outcome, wrong.AttemptsLeft));
        Assert.True((await host.VerifyAsync(user, user.Code(host))).Succeeded);
    }

    [Fact]
    [Trait("Req", "R30")]
    public async Task Setting_up_neither_charges_nor_forgives_guesses_at_a_sign_in()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var pending = await host.BeginAsync(proofCode: user.Code(host));
        host.Clock.NextStep();
        for (var i = 0; i < 4; i++)
            await host.VerifyAsync(user, EnrolledUser.Wrong);

        await ConfirmAsync(host, pending, EnrolledUser.Wrong);
        Assert.Equal(TwoFactorOutcome.Accepted, (await ConfirmAsync(host, pending, pending.Code(host))).Outcome);
        Assert.Equal(0, (await host.VerifyAsync(user, EnrolledUser.Wrong)).AttemptsLeft);
        Assert.Equal(TwoFactorOutcome.Locked, (await host.VerifyAsync(user, user.Code(host))).Outcome);
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task A_resend_of_the_confirming_code_keeps_the_count()
    {
        await using var host = Host.Create(build: b => b.AddMethod<ToySender>());
        var enrollment = await host.Enrollment.EnrollAsync(AttemptTests.ToyEnrollment(host));
        for (var i = 0; i < 4; i++)
            await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, EnrolledUser.Wrong);

        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await host.Enrollment.ResendAsync("alice", enrollment.FactorId!)).Succeeded);
        var fifth = await host.Enrollment.ConfirmAsync("alice", enrollment.FactorId!, EnrolledUser.Wrong);
        Assert.Equal((TwoFactorOutcome.InvalidCode, 0), (fifth.Outcome, fifth.AttemptsLeft));
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.Enrollment.ResendAsync("alice", enrollment.FactorId!)).Outcome
        );
        Assert.Empty((await host.Get<AccountVault>().LoadAsync("alice", default)).Account!.Challenges);
    }

    [Theory]
    [InlineData(RemoteCheckResult.Wrong, true)]
    [InlineData(RemoteCheckResult.Unknown, true)]
    [InlineData(RemoteCheckResult.NotAsked, false)]
    [Trait("Req", "R36")]
    public async Task What_a_vendor_finds_wrong_counts_against_the_pending_factor_too(
        RemoteCheckResult answer,
        bool isCounted
    )
    {
        var vendor = new ToyVendor { Answer = _ => answer };
        await using var host = Host.Create(build: b =>
            b.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactorMethod, ToyVendor>(_ => vendor))
        );
        var pending = await host.Enrollment.EnrollAsync(
            new EnrollmentRequest
            {
                UserId = "alice",
                Method = ToyVendor.MethodName,
                Proof = host.Proof(),
            }
        );
        for (var i = 0; i < 5; i++)
            await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, "000000");

        var account = (await host.Get<AccountVault>().LoadAsync("alice", default)).Account!;
        Assert.Equal((0, (DateTimeOffset?)null), (account.Failures, account.LockedUntil));
        Assert.Equal(isCounted, account.Factors.Length == 0);
        vendor.Answer = _ => RemoteCheckResult.Right;
        Assert.Equal(
            !isCounted,
            (await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, ToyVendor.RightCode)).Succeeded
        );
    }

    private static async Task<(TwoFactorOutcome Outcome, int Left)> ConfirmAsync(
        Host host,
        EnrolledUser pending,
        string code
    )
    {
        var result = await host.Enrollment.ConfirmAsync("alice", pending.FactorId, code);
        return (result.Outcome, result.AttemptsLeft ?? -1);
    }
}
