namespace TwoFactor.Tests;

public sealed class PendingTests
{
    [Fact, Trait("Req", "R40")]
    public async Task What_is_being_set_up_is_shown_again_to_a_fresh_session_until_it_is_confirmed()
    {
        await using var host = Host.Create();
        Assert.Equal(TwoFactorOutcome.NotFound, (await ShowAsync(host)).Outcome);
        var alice = await host.BeginAsync();
        var shown = await ShowAsync(host);
        Assert.Equal((alice.FactorId, Base32.Encode(alice.Secret)), (shown.FactorId, shown.Secret));
        Assert.Equal(shown.Uri, (await ShowAsync(host)).Uri);

        var stale = new FreshProof { PasswordVerifiedAt = host.Clock.Now - TimeSpan.FromHours(1) };
        var refused = await host.Enrollment.GetPendingAsync("alice", "alice", stale);
        Assert.Equal((TwoFactorOutcome.ReauthenticationRequired, null), (refused.Outcome, refused.Secret));

        Assert.True((await host.Enrollment.ConfirmAsync("alice", alice.FactorId, alice.Code(host))).Succeeded);
        Assert.Equal(TwoFactorOutcome.NotFound, (await ShowAsync(host)).Outcome);
    }

    [Fact, Trait("Req", "R45")]
    public async Task All_factors_go_in_one_write_if_the_proof_is_fresh()
    {
        await using var host = Host.Create();
        var alice = await host.EnrollAsync();
        host.Clock.NextStep();
        await host.EnrollAsync(proofCode: alice.Code(host));
        var before = await host.Enrollment.GetStatusAsync("alice");
        Assert.Equal(2, before.Factors.Count);
        Assert.Equal(
            TwoFactorOutcome.ReauthenticationRequired,
            (await host.Enrollment.RemoveAsync(Removal(host, null))).Outcome
        );

        host.Clock.NextStep();
        var removed = await host.Enrollment.RemoveAsync(Removal(host, alice.Code(host)));
        var after = await host.Enrollment.GetStatusAsync("alice");
        Assert.Equal((TwoFactorOutcome.Accepted, before.Epoch + 1), (removed.Outcome, removed.Epoch));
        Assert.Equal((false, 0, before.Epoch + 1), (after.Enabled, after.RecoveryCodesLeft, after.Epoch));
        Assert.Equal(2, (await host.EventsAsync()).Count(e => e.Type == AuditEventTypes.FactorRemoved));
    }

    private static RemovalRequest Removal(Host host, string? code) =>
        new()
        {
            UserId = "alice",
            FactorId = RemovalRequest.AllFactors,
            Proof = host.Proof(code),
        };

    private static Task<EnrollmentResult> ShowAsync(Host host) =>
        host.Enrollment.GetPendingAsync("alice", "alice", host.Proof());
}
