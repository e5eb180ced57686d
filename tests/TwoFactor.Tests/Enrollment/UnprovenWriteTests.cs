namespace TwoFactor.Tests;

/// <summary>What asks for no proof writes no flood of events.</summary>
[Trait("Req", "R42")]
public sealed class UnprovenWriteTests
{
    [Fact]
    public async Task A_day_has_twenty_renames()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        var outcomes = new List<TwoFactorOutcome>();
        for (var i = 0; i < 50; i++)
            outcomes.Add((await RenameAsync(host, user, $"phone {i}")).Outcome);

        Assert.Equal(20, outcomes.Count(o => o == TwoFactorOutcome.Accepted));
        Assert.Equal(20, (await host.EventsAsync()).Count(e => e.Type == AuditEventTypes.FactorRenamed));
        Assert.Equal("phone 19", (await host.Enrollment.GetStatusAsync("alice")).Factors.Single().Name);
        host.Clock.Advance(TimeSpan.FromHours(1));
        var refused = await RenameAsync(host, user, "later");
        Assert.Equal((TwoFactorOutcome.Throttled, TimeSpan.FromHours(23)), (refused.Outcome, refused.RetryAfter));
        host.Clock.Advance(TimeSpan.FromHours(23));
        Assert.True((await RenameAsync(host, user, "later")).Succeeded);
    }

    [Fact]
    public async Task The_same_name_again_is_no_rename()
    {
        await using var host = Host.Create(o => o.Enrollment.MaxRenamesPerDay = 1);
        var user = await host.EnrollAsync();
        for (var i = 0; i < 5; i++)
            Assert.True((await RenameAsync(host, user, "phone")).Succeeded);

        Assert.Single(await host.EventsAsync(), e => e.Type == AuditEventTypes.FactorRenamed);
        Assert.Equal(TwoFactorOutcome.Throttled, (await RenameAsync(host, user, "telephone")).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_removal_that_the_policy_refuses_is_an_event_only_with_a_fresh_password(bool isOfAll)
    {
        await using var host = Host.Create();
        await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        var user = await host.EnrollAsync();
        var stale = new FreshProof { PasswordVerifiedAt = host.Clock.Now.AddHours(-1) };
        foreach (var (proof, events) in new[] { (stale, 0), (host.Proof(), 1) })
        {
            var result = await host.Enrollment.RemoveAsync(
                new RemovalRequest
                {
                    UserId = "alice",
                    FactorId = isOfAll ? RemovalRequest.AllFactors : user.FactorId,
                    Proof = proof,
                }
            );
            Assert.Equal(TwoFactorOutcome.RequiredByPolicy, result.Outcome);
            Assert.Equal(events, (await host.EventsAsync()).Count(e => e.Type == AuditEventTypes.RemovalRefused));
        }
    }

    private static Task<FactorChangeResult> RenameAsync(Host host, EnrolledUser user, string name) =>
        host.Enrollment.RenameAsync("alice", user.FactorId, name);
}
