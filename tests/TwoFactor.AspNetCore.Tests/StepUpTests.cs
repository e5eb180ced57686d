namespace TwoFactor.Tests;

/// <summary>A second factor anew for what asks for it.</summary>
public sealed class StepUpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task A_second_factor_opens_for_a_while(string scheme)
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice", scheme);
        Assert.Equal((403, "reauthentication_required"), Short(await user.GetAsync("/vault")));
        Assert.Equal("not_enrolled", Visitor.CodeOf(await user.PostAsync("/two-factor/step-up/challenge")));
        await user.TurnOnAsync();
        Assert.Equal(200, (await user.GetAsync("/vault")).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((403, 200), ((await user.GetAsync("/vault")).Status, (await user.GetAsync("/once")).Status));
        Assert.Equal(
            "invalid_code",
            Visitor.CodeOf(await user.PostAsync("/two-factor/step-up/verify", new { code = "000000" }))
        );
        Assert.Equal(403, (await user.GetAsync("/vault")).Status);
        Assert.Equal(200, (await user.PostAsync("/two-factor/step-up/verify", new { code = user.Code() })).Status);
        Assert.Equal(200, (await user.GetAsync("/vault")).Status);
    }

    [Fact]
    public async Task A_browser_is_sent_to_the_page_for_it_and_who_lacks_more_is_not()
    {
        await using var host = await MiniHost.StartAsync(
            new()
            {
                Http = o => o.StepUpPath = "/step-up",
                Map = app =>
                    Microsoft.AspNetCore.Builder.TwoFactorEndpointExtensions.RequireTwoFactor(
                        Microsoft.AspNetCore.Builder.AuthorizationEndpointConventionBuilderExtensions.RequireAuthorization(
                            Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(
                                app,
                                "/board",
                                () => "open"
                            ),
                            "admin"
                        )
                    ),
            }
        );
        using var user = host.Visitor();
        Assert.Equal(401, (await user.GetAsync("/vault")).Status);
        await user.LoginAsync("alice");
        user.Headers["Accept"] = "text/html";
        Assert.Equal(302, (await user.GetAsync("/vault?a=b&c=//evil.example")).Status);
        Assert.Equal(
            "/step-up?returnUrl=%2Fvault%3Fa%3Db%26c%3D%2F%2Fevil.example",
            user.Last!.Headers.Location!.ToString()
        );
        Assert.Equal((403, null), Short(await user.GetAsync("/board")));
        user.Headers.Remove("Accept");
        Assert.Equal((403, "reauthentication_required"), Short(await user.GetAsync("/vault")));
    }

    [Fact]
    public async Task A_change_asks_for_password_and_second_factor_both_fresh()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal((403, "reauthentication_required"), Short(await user.PostAsync("/two-factor/recovery-codes")));
        await user.PostAsync("/two-factor/step-up/verify", new { code = user.Code() });
        Assert.Equal((403, "reauthentication_required"), Short(await user.PostAsync("/two-factor/recovery-codes")));
        await user.GetAsync("/password");
        Assert.Equal(200, (await user.PostAsync("/two-factor/recovery-codes")).Status);
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await user.GetAsync("/password");
        Assert.Equal((403, "reauthentication_required"), Short(await user.PostAsync("/two-factor/recovery-codes")));
    }

    private static (int, string?) Short((int Status, System.Text.Json.Nodes.JsonObject Body) answer) =>
        (answer.Status, Visitor.CodeOf(answer));
}
