using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.Tests;

/// <summary>
/// A browser that several people use: whoever begins a sign-in ends the session that was there, and where a session and
/// a ticket are of different users, neither does anything.
/// </summary>
public sealed class OneBrowserOneUserTests
{
    private const string Session = ".AspNetCore.Cookies";
    private const string Ticket = "__Host-TwoFactor";

    [Fact]
    [Trait("Req", "R43")]
    public async Task Who_must_enrol_first_does_not_enrol_for_whoever_was_signed_in_before()
    {
        await using var host = await MiniHost.StartAsync();
        using var browser = host.Visitor();
        Assert.Equal("allowed", await browser.LoginAsync("bob"));
        await RequireAsync(host);
        Assert.Equal("enroll", await browser.LoginAsync("zed"));
        Assert.DoesNotContain(Session, browser.Cookies.Keys);
        Assert.Equal(401, (await browser.PostAsync("/two-factor/factors", new { method = "totp" })).Status);
        await browser.TurnOnAsync("/two-factor/sign-in/enroll");
        Assert.Equal((false, true), (await IsEnabledAsync(host, "bob"), await IsEnabledAsync(host, "zed")));
        Assert.Contains(await browser.ClaimsAsync(), c => c.EndsWith("nameidentifier=zed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zed")]
    [InlineData("bob")]
    public async Task A_sign_in_that_waits_for_a_code_or_is_denied_ends_the_session_that_was_there(string next)
    {
        await using var host = await MiniHost.StartAsync();
        using var owner = host.Visitor();
        await owner.LoginAsync(next);
        await owner.TurnOnAsync();
        using var browser = host.Visitor();
        await SignInAsBobAsync(browser, owner, next);
        Assert.Equal("challenge", await browser.LoginAsync(next));
        Assert.DoesNotContain(Session, browser.Cookies.Keys);
        Assert.Equal(401, (await browser.GetAsync("/claims")).Status);

        for (var i = 0; i < 5; i++)
            await browser.PostAsync("/two-factor/sign-in/verify", new { code = "000000" });

        using var other = host.Visitor();
        await other.LoginAsync("carol");
        Assert.Equal("locked", await other.LoginAsync(next));
        Assert.Equal((false, false), (other.Cookies.ContainsKey(Session), other.Cookies.ContainsKey(Ticket)));
    }

    [Fact]
    public async Task In_the_same_request_too_nobody_is_signed_in_any_more()
    {
        await using var host = await MiniHost.StartAsync(
            new()
            {
                Map = app =>
                    app.MapGet(
                        "/begin-and-see",
                        async (HttpContext context, string user) =>
                        {
                            await context.SignInWithTwoFactorAsync(Principal(user));
                            return new
                            {
                                user = context.User.Identity?.IsAuthenticated,
                                session = (await context.GetTwoFactorSessionAsync())?.UserId,
                                scheme = (await context.AuthenticateAsync()).Succeeded,
                            };
                        }
                    ),
            }
        );
        using var browser = host.Visitor();
        await browser.LoginAsync("bob");
        await RequireAsync(host);
        var (_, seen) = await browser.GetAsync("/begin-and-see?user=zed");
        Assert.Equal("{\"user\":false,\"session\":null,\"scheme\":false}", seen.ToJsonString());
    }

    [Theory]
    [InlineData("&scheme=BearerToken", "enroll")]
    [InlineData("&scheme=BearerToken", "allowed")]
    public async Task A_token_for_another_user_ends_the_session_of_the_cookie(string scheme, string decision)
    {
        await using var host = await MiniHost.StartAsync();
        using var browser = host.Visitor();
        await browser.LoginAsync("bob");
        if (decision == "enroll")
            await RequireAsync(host);

        Assert.Equal(decision, await browser.LoginAsync("zed", scheme));
        Assert.DoesNotContain(Session, browser.Cookies.Keys);
    }

    [Fact]
    public async Task A_token_for_the_same_user_leaves_the_session_of_the_cookie()
    {
        await using var host = await MiniHost.StartAsync();
        using var browser = host.Visitor();
        await browser.LoginAsync("bob");
        Assert.Equal("allowed", await browser.LoginAsync("bob", "&scheme=BearerToken"));
        Assert.Contains(Session, browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task A_session_and_a_ticket_of_different_users_are_nobody(string scheme)
    {
        await using var host = await MiniHost.StartAsync();
        using var bob = host.Visitor();
        await bob.LoginAsync("bob");
        await RequireAsync(host);
        using var zed = host.Visitor();
        await zed.LoginAsync("zed", scheme);
        using var alike = host.Visitor();
        await alike.LoginAsync("bob", scheme);
        Assert.Equal(200, (await bob.GetAsync("/two-factor")).Status);
        foreach (var (ticket, expected) in new[] { (zed, 401), (alike, 200) })
        {
            Carry(ticket, bob);
            Assert.Equal(expected, (await bob.GetAsync("/two-factor")).Status);
            Assert.Equal(expected, (await bob.GetAsync("/two-factor/sign-in")).Status);
        }

        Carry(zed, bob);
        foreach (
            var path in new[]
            {
                "/two-factor/factors",
                "/two-factor/factors/x/confirm",
                "/two-factor/recovery-codes",
                "/two-factor/step-up/challenge",
                "/two-factor/sign-in/enroll",
                "/two-factor/sign-in/enroll/x/confirm",
                "/two-factor/sign-in/challenge",
                "/two-factor/sign-in/verify",
            }
        )
        {
            var refused = await bob.PostAsync(path, new { method = "totp", code = "000000" });
            Assert.Equal((path, 401), (path, refused.Status));
            Assert.Equal("sign_in_required", Visitor.CodeOf(refused));
        }

        Assert.Equal((false, false), (await IsEnabledAsync(host, "bob"), await IsEnabledAsync(host, "zed")));

        // Whoever signs in anew is out of it.
        await bob.LoginAsync("zed");
        await bob.TurnOnAsync("/two-factor/sign-in/enroll");
        Assert.Equal(200, (await bob.GetAsync("/two-factor")).Status);
    }

    private static ClaimsPrincipal Principal(string user) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "password"));

    private static void Carry(Visitor from, Visitor to)
    {
        to.Cookies.Remove(Ticket);
        to.Headers.Remove("X-TwoFactor-Ticket");
        if (from.Cookies.TryGetValue(Ticket, out var cookie))
            to.Cookies[Ticket] = cookie;

        if (from.Headers.TryGetValue("X-TwoFactor-Ticket", out var header))
            to.Headers["X-TwoFactor-Ticket"] = header;
    }

    private static async Task SignInAsBobAsync(Visitor browser, Visitor owner, string next)
    {
        await browser.LoginAsync("bob");
        if (next == "bob")
            await browser.PostAsync("/two-factor/sign-in/verify", new { code = owner.Code() });

        Assert.Equal(200, (await browser.GetAsync("/claims")).Status);
    }

    private static async Task RequireAsync(MiniHost host) =>
        await host.Get<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });

    private static async Task<bool> IsEnabledAsync(MiniHost host, string user) =>
        (await host.Get<IEnrollmentService>().GetStatusAsync(user)).Enabled;
}
