using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>What the requirement policy does to Identity's sign-in.</summary>
public sealed class PolicyTests
{
    private const string SetUp = "/Identity/Account/Manage/EnableAuthenticator";

    [Fact, Trait("Req", "R60")]
    public async Task Who_must_enrol_sees_the_set_up_page_and_nothing_else()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddUserAsync();
        await host.RequireAsync(Requirement.Everyone);
        using var browser = host.Open();
        await browser.LoginAsync();

        Assert.Equal("nobody", await browser.WhoAsync());
        await browser.GetAsync("/mine");
        Assert.Equal(SetUp, browser.Location);
        await browser.GetAsync("/Identity/Account/Manage/Email");
        Assert.Equal(SetUp, browser.Location);

        await browser.EnrollAsync();
        Assert.Equal("private alice@example.com", await browser.GetAsync("/mine"));
    }

    [Fact, Trait("Req", "R60")]
    public async Task Roles_decide()
    {
        await using var host = await IdentityHost.StartAsync(new() { HasRoles = true });
        var (alice, bob) = (await host.AddUserAsync(), await host.AddUserAsync("bob@example.com"));
        await using (var scope = host.Services.CreateAsyncScope())
            await scope
                .ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>()
                .CreateAsync(new IdentityRole("admin"));
        await host.WithUsersAsync(async u => await u.AddToRoleAsync((await u.FindByIdAsync(alice))!, "admin"));
        await host.RequireAsync(Requirement.Roles, "admin");
        using var browser = host.Open();

        await browser.LoginAsync();
        Assert.Equal("nobody", await browser.WhoAsync());
        await browser.LoginAsync("bob@example.com");
        Assert.Equal("bob@example.com", await browser.WhoAsync());
        _ = bob;
    }

    [Fact, Trait("Req", "R60")]
    public async Task A_code_of_whom_a_passkey_is_demanded_leads_to_enrolment_alone_and_another_code_no_further()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        Assert.Equal("alice@example.com", await browser.WhoAsync());
        await host.WithUsersAsync(async u =>
            await u.AddClaimAsync((await u.FindByIdAsync(id))!, new System.Security.Claims.Claim("role", "admin"))
        );
        Assert.True(
            (
                await host
                    .Services.GetRequiredService<IPolicyService>()
                    .SetAsync(
                        new()
                        {
                            Actor = "root",
                            Requirement = Requirement.Optional,
                            PhishingResistantRoles = ["admin"],
                        }
                    )
            ).Succeeded
        );
        host.Clock.NextStep();
        using var next = host.Open();
        await next.LoginAsync();
        await next.CodeAsync(secret);
        Assert.Equal("nobody", await next.WhoAsync());
        await next.GetAsync("/mine");
        Assert.Equal(SetUp, next.Location);

        // Another authenticator app is no passkey.
        await next.EnrollAsync();
        Assert.Equal("nobody", await next.WhoAsync());
    }

    [Theory, Trait("Req", "R63")]
    [InlineData("_claim_names", "{\"groups\":\"src1\"}", "nobody")]
    [InlineData("groups", "finance", "nobody")]
    [InlineData("groups", "sales", "alice@example.com")]
    public async Task Groups_decide_and_those_that_a_provider_left_out_are_not_none(
        string type,
        string value,
        string expected
    )
    {
        await using var host = await IdentityHost.StartAsync();
        var alice = await host.AddUserAsync();
        await host.WithUsersAsync(async u =>
            await u.AddClaimAsync((await u.FindByIdAsync(alice))!, new System.Security.Claims.Claim(type, value))
        );
        await host.RequireAsync(Requirement.Groups, "finance");
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal(expected, await browser.WhoAsync());
    }

    [Fact, Trait("Row", "a user whom an administrator sends to enrolment")]
    public async Task An_administrators_reset_leads_through_the_default_set_up_page()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        await host.ResetAsync(id);
        Assert.Equal("nobody", await browser.WhoAsync());

        await browser.LoginAsync();
        await browser.GetAsync("/mine");
        Assert.Equal(SetUp, browser.Location);
        await browser.EnrollAsync();
        Assert.Equal("private alice@example.com", await browser.GetAsync("/mine"));
    }

    [Fact]
    public async Task A_sign_in_past_the_second_factor_is_logged_with_the_remedy()
    {
        await using var host = await IdentityHost.StartAsync();
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        using var other = host.Open();

        await other.SubmitAsync("/just-sign-in?user=alice@example.com");
        Assert.Equal("nobody", await other.WhoAsync());
        Assert.Contains(host.Logs.Lines, l => l.Contains("PasswordSignInAsync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_app_may_sign_in_a_user_without_a_second_factor_by_itself()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddUserAsync();
        using var browser = host.Open();
        await browser.SubmitAsync("/just-sign-in?user=alice@example.com");
        Assert.Equal("alice@example.com", await browser.WhoAsync());
    }
}
