namespace TwoFactor.Tests;

/// <summary>A date at which grace ends for everyone, and groups that a provider left out.</summary>
[Trait("Req", "R63")]
public sealed class GraceEndTests
{
    [Fact]
    public async Task Grace_ends_at_the_date_also_for_who_never_signed_in_before()
    {
        await using var host = Host.Create();
        var end = host.Clock.Now.AddDays(10);
        await host.Policy.SetAsync(
            new()
            {
                Actor = "root",
                Requirement = Requirement.Everyone,
                Grace = TimeSpan.FromDays(30),
                GraceEndsAt = end,
            }
        );
        var first = await host.SignIn.EvaluateAsync(new() { UserId = "alice" });
        Assert.Equal((SignInReasons.Grace, end), (first.Reason, first.GraceUntil!.Value));
        host.Clock.Advance(TimeSpan.FromDays(10));
        foreach (var user in new[] { "alice", "bob" })
            Assert.Equal(SignInDecision.Enroll, (await host.SignIn.EvaluateAsync(new() { UserId = user })).Decision);

        var set = (await host.EventsAsync(AuditEvent.PolicyTrail))[^1];
        Assert.Contains("grace ends 2027-02-10T09:30:00Z", set.Detail!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_that_is_later_than_the_users_own_grace_changes_nothing()
    {
        await using var host = Host.Create();
        await host.Policy.SetAsync(
            new()
            {
                Actor = "root",
                Requirement = Requirement.Everyone,
                Grace = TimeSpan.FromDays(3),
                GraceEndsAt = host.Clock.Now.AddDays(10),
            }
        );
        var first = await host.SignIn.EvaluateAsync(new() { UserId = "alice" });
        Assert.Equal(host.Clock.Now.AddDays(3), first.GraceUntil);
    }

    [Theory]
    [InlineData(false, SignInDecision.Allowed)]
    [InlineData(true, SignInDecision.Enroll)]
    public async Task Groups_that_are_not_known_are_not_no_groups(bool isIncomplete, SignInDecision expected)
    {
        await using var host = Host.Create();
        await host.Policy.SetAsync(
            new()
            {
                Actor = "root",
                Requirement = Requirement.Groups,
                Groups = ["finance"],
            }
        );
        var request = new SignInRequest
        {
            UserId = "alice",
            Groups = ["sales"],
            AreGroupsIncomplete = isIncomplete,
        };
        var evaluation = await host.SignIn.EvaluateAsync(request);
        Assert.Equal(expected, evaluation.Decision);
        Assert.Equal(isIncomplete ? ["groups_unknown"] : [], evaluation.Rules);
    }
}
