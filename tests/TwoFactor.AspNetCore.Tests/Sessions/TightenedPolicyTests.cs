using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.Tests;

/// <summary>A session that is renewed again and again learns of a policy that became stricter.</summary>
[Trait("Req", "R63")]
public sealed class TightenedPolicyTests
{
    // A cookie of the framework lasts 14 days, and is renewed after 7.
    private static readonly TimeSpan s_pastHalf = TimeSpan.FromDays(8);

    [Fact]
    public async Task A_cookie_ends_at_its_renewal_when_its_user_must_enrol_by_now()
    {
        await using var host = await MiniHost.StartAsync();
        using var browser = host.Visitor();
        Assert.Equal("allowed", await browser.LoginAsync("bob"));
        host.Clock.Now += s_pastHalf;
        browser.SetCookies.Clear();
        Assert.Equal(200, (await browser.GetAsync("/claims")).Status);
        Assert.NotEmpty(browser.SetCookies);

        await RequireAsync(host);
        Assert.Equal(200, (await browser.GetAsync("/claims")).Status);
        host.Clock.Now += s_pastHalf;
        browser.SetCookies.Clear();
        Assert.Equal(401, (await browser.GetAsync("/claims")).Status);
        Assert.Equal(401, (await browser.GetAsync("/claims")).Status);
        Assert.Empty(browser.SetCookies);
        Assert.Equal("enroll", await browser.LoginAsync("bob"));
    }

    [Fact]
    public async Task The_grace_of_a_user_who_never_signs_in_again_begins_at_a_renewal()
    {
        await using var host = await MiniHost.StartAsync();
        using var browser = host.Visitor();
        await browser.LoginAsync("bob");
        await RequireAsync(host, TimeSpan.FromDays(1));
        host.Clock.Now += s_pastHalf;
        Assert.Equal(200, (await browser.GetAsync("/claims")).Status);
        host.Clock.Now += s_pastHalf;
        Assert.Equal(401, (await browser.GetAsync("/claims")).Status);
    }

    [Fact]
    public async Task Cookies_of_users_who_enrolled_are_renewed_as_before()
    {
        await using var host = await MiniHost.StartAsync();
        using var browser = host.Visitor();
        await browser.LoginAsync("alice");
        await browser.TurnOnAsync();
        await RequireAsync(host);
        for (var i = 0; i < 3; i++)
        {
            host.Clock.Now += s_pastHalf;
            Assert.Equal(200, (await browser.GetAsync("/claims")).Status);
        }
    }

    [Fact]
    public async Task The_hosts_own_refresh_learns_of_groups_that_are_not_all_there_and_of_a_grace_that_is_over()
    {
        var session = new ClaimsPrincipal();
        await using var host = await MiniHost.StartAsync(
            new MiniHost.Setup
            {
                Map = app =>
                    app.MapGet(
                        "/may-renew",
                        (Delegate)(
                            async (HttpContext context) =>
                                Results.Ok(await context.MayRenewTwoFactorSessionAsync(session))
                        )
                    ),
            }
        );
        using var browser = host.Visitor();
        await host.Get<IPolicyService>()
            .SetAsync(
                new()
                {
                    Requirement = Requirement.Groups,
                    Groups = ["finance"],
                    Grace = TimeSpan.FromDays(1),
                    Actor = "root",
                }
            );
        session = Session("groups", "finance");
        Assert.Equal("true", await AskAsync());
        host.Clock.Now += s_pastHalf;
        Assert.Equal("false", await AskAsync());
        session = Session("_claim_names", "{\"groups\":\"src1\"}");
        Assert.Equal("false", await AskAsync());
        session = Session("groups", "sales");
        Assert.Equal("true", await AskAsync());

        async Task<string> AskAsync()
        {
            await browser.GetAsync("/may-renew");
            return await browser.Last!.Content.ReadAsStringAsync();
        }
    }

    private static ClaimsPrincipal Session(string type, string value) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, "zed"),
                    new Claim(TwoFactorClaimTypes.Epoch, "0"),
                    new Claim(type, value),
                ],
                "tokens"
            )
        );

    private static async Task RequireAsync(MiniHost host, TimeSpan grace = default) =>
        await host.Get<IPolicyService>()
            .SetAsync(
                new()
                {
                    Requirement = Requirement.Everyone,
                    Grace = grace,
                    Actor = "root",
                }
            );
}
