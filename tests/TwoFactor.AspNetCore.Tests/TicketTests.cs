namespace TwoFactor.Tests;

/// <summary>A partial ticket is good once, for a while, on one transport, and for nothing but the sign-in.</summary>
public sealed class TicketTests
{
    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    [Trait("Req", "R62")]
    public async Task It_is_used_up_by_the_code_it_waited_for(string scheme)
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice", scheme);
        await user.TurnOnAsync();
        await user.LoginAsync("alice", scheme);
        using var copy = user.Copy();
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
        host.Clock.NextStep();
        Assert.Equal(
            "sign_in_required",
            Visitor.CodeOf(await copy.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() }))
        );
        copy.Cookies.Remove(".AspNetCore.Cookies");
        Assert.Equal(401, (await copy.GetAsync("/claims")).Status);
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task It_is_over_after_its_time_and_on_the_other_transport()
    {
        await using var host = await MiniHost.StartAsync(
            new() { Http = o => o.TicketLifetime = TimeSpan.FromMinutes(3) }
        );
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.LoginAsync("alice");
        var cookie = user.Cookies["__Host-TwoFactor"];
        using var other = host.Visitor();
        other.Headers["X-TwoFactor-Ticket"] = cookie;
        Assert.Equal(401, (await other.GetAsync("/two-factor/sign-in")).Status);
        await other.LoginAsync("alice", "&scheme=BearerToken");
        using var third = host.Visitor();
        third.Cookies["__Host-TwoFactor"] = other.Headers["X-TwoFactor-Ticket"];
        Assert.Equal(
            (200, 401),
            ((await other.GetAsync("/two-factor/sign-in")).Status, (await third.GetAsync("/two-factor/sign-in")).Status)
        );
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(
            (401, 401),
            ((await user.GetAsync("/two-factor/sign-in")).Status, (await other.GetAsync("/two-factor/sign-in")).Status)
        );
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task A_security_change_or_a_no_of_the_host_ends_it()
    {
        var isValid = true;
        await using var host = await MiniHost.StartAsync(
            new() { Http = o => o.IsStillValid = (_, principal) => new(isValid && principal.Identity!.IsAuthenticated) }
        );
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.LoginAsync("alice");
        await host.Get<ISignInService>().EndSessionsAsync("alice");
        Assert.Equal(401, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
        await user.LoginAsync("alice");
        isValid = false;
        Assert.Equal(401, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
        isValid = true;
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
    }

    [Fact]
    [Trait("Req", "R40")]
    public async Task One_for_a_code_enrols_nothing_and_one_for_enrolment_is_used_up_by_it()
    {
        await using var host = await MiniHost.StartAsync();
        await host.Get<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        using var user = host.Visitor();
        Assert.Equal("enroll", await user.LoginAsync("alice"));
        using var copy = user.Copy();
        await user.TurnOnAsync("/two-factor/sign-in/enroll");
        Assert.Equal(200, (await user.GetAsync("/claims")).Status);
        Assert.Equal(401, (await copy.PostAsync("/two-factor/sign-in/enroll", new { method = "totp" })).Status);
        Assert.Equal("challenge", await user.LoginAsync("alice"));
        Assert.Equal(
            "reauthentication_required",
            Visitor.CodeOf(await user.PostAsync("/two-factor/sign-in/enroll", new { method = "totp" }))
        );
        Assert.Equal(
            "expired",
            Visitor.CodeOf(await user.PostAsync("/two-factor/sign-in/enroll/x/confirm", new { code = user.Code() }))
        );
    }
}
