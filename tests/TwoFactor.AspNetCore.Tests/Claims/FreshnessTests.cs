using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.Tests;

/// <summary>A proof from the future is no proof, wherever it is asked how fresh one is.</summary>
public sealed class FreshnessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    [Trait("Req", "R42")]
    public async Task What_was_proven_while_the_clock_was_ahead_proves_nothing_once_it_is_right(string scheme)
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        var right = host.Clock.Now;
        host.Clock.Now = right.AddDays(1);
        await user.LoginAsync("alice", scheme);
        await user.TurnOnAsync();
        Assert.Equal((200, 200), ((await user.GetAsync("/vault")).Status, (await user.GetAsync("/once")).Status));
        Assert.Equal("{\"password\":true,\"second\":true}", (await user.GetAsync("/fresh")).Body.ToJsonString());

        host.Clock.Now = right;
        Assert.Equal(200, (await user.GetAsync("/claims")).Status);
        Assert.Equal((403, 403), ((await user.GetAsync("/vault")).Status, (await user.GetAsync("/once")).Status));
        Assert.Equal("{\"password\":false,\"second\":false}", (await user.GetAsync("/fresh")).Body.ToJsonString());
        host.Clock.Now = right.AddHours(23.9);
        Assert.Equal(403, (await user.GetAsync("/vault")).Status);
    }

    [Fact]
    public async Task Clocks_of_servers_may_differ_by_the_tolerance()
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        var proven = host.Clock.Now.AddSeconds(-30);
        foreach (var (seconds, expected) in new[] { (-60, 200), (-61, 403), (0, 200), (300, 200), (301, 403) })
        {
            host.Clock.Now = proven.AddSeconds(seconds);
            Assert.Equal((seconds, expected), (seconds, (await user.GetAsync("/vault")).Status));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    [Trait("Req", "R62")]
    public async Task A_ticket_from_the_future_is_none(string scheme)
    {
        await using var host = await StartAsync();
        await host.Get<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        using var user = host.Visitor();
        var right = host.Clock.Now;
        host.Clock.Now = right.AddDays(1);
        Assert.Equal("enroll", await user.LoginAsync("alice", scheme));
        Assert.Equal(200, (await user.GetAsync("/two-factor/sign-in")).Status);
        host.Clock.Now = right;
        Assert.Equal(401, (await user.GetAsync("/two-factor/sign-in")).Status);
    }

    private static Task<MiniHost> StartAsync() =>
        MiniHost.StartAsync(
            new()
            {
                Map = app =>
                    app.MapGet(
                            "/fresh",
                            async (HttpContext context) =>
                                await context.GetTwoFactorSessionAsync() is { } session
                                    ? new { password = session.IsPasswordFresh, second = session.IsSecondFactorFresh }
                                    : null
                        )
                        .RequireAuthorization(),
            }
        );
}
