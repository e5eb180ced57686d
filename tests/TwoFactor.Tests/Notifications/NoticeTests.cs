using TwoFactor.Toys.Email;

namespace TwoFactor.Tests;

public sealed class NoticeTests
{
    [Fact]
    [Trait("Req", "R44")]
    public async Task Each_change_is_one_notice_after_the_write_and_a_failing_channel_undoes_nothing()
    {
        await using var host = Host.Create();
        host.Notifier.Fails = true;
        var user = await host.EnrollAsync();
        Assert.Equal([AuditEventTypes.FactorConfirmed], host.Notifier.Types);
        Assert.Equal(1, host.Notifier.Notices[0].Epoch);
        var second = await host.EnrollAsync(proofCode: user.Code(host));
        host.Notifier.Notices.Clear();
        Assert.True(
            (
                await host.Enrollment.RemoveAsync(
                    new RemovalRequest
                    {
                        UserId = "alice",
                        FactorId = second.FactorId,
                        Proof = host.Proof(user.Code(host)),
                    }
                )
            ).Succeeded
        );
        var notice = Assert.Single(host.Notifier.Notices);
        Assert.Equal((AuditEventTypes.FactorRemoved, second.FactorId), (notice.Event.Type, notice.Event.FactorId));
        Assert.Contains(
            host.Logs.Lines,
            l =>
                l.StartsWith("Error", StringComparison.Ordinal)
                && l.Contains("notifier failed", StringComparison.Ordinal)
        );
        await host.Reset.ResetAsync(
            new ResetRequest
            {
                UserId = "alice",
                Actor = "admin",
                Reason = "lost",
            }
        );
        Assert.Single(host.Notifier.Types, AuditEventTypes.Reset);
    }

    [Fact]
    [Trait("Req", "R44")]
    public async Task A_replaced_address_is_one_notice_at_the_old_address()
    {
        await using var host = Host.Create(build: b => b.AddToyEmail());
        var old = await host.BeginEmailAsync();
        await host.ConfirmEmailAsync(old);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var proof = new FreshProof { PasswordVerifiedAt = host.Clock.Now, SecondFactorVerifiedAt = host.Clock.Now };
        var pending = await host.BeginEmailAsync(address: "thief@example.com", proof: proof, replaces: old.FactorId);
        host.Notifier.Notices.Clear();
        Assert.True((await host.ConfirmEmailAsync(pending)).Succeeded);
        var notice = Assert.Single(host.Notifier.Notices);
        Assert.Equal(AuditEventTypes.FactorConfirmed, notice.Event.Type);
        Assert.Equal(["family@example.com"], notice.Addresses);
    }
}
