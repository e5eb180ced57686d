using System.Security.Claims;

namespace TwoFactor.Tests;

/// <summary>Logins by an external provider, on the default page, which asks to bypass the second factor.</summary>
public sealed class ExternalLoginTests
{
    [Theory, Trait("Req", "R60"), Trait("Row", "external logins")]
    [InlineData(false, "alice@example.com")]
    [InlineData(true, "nobody")]
    public async Task The_default_page_bypasses_the_second_factor_in_Identity_and_not_here(
        bool hasLibrary,
        string expected
    )
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = await LinkedAsync(host, id);
        await browser.ExternalAsync("alice");
        Assert.Equal(expected, await browser.WhoAsync());
        if (!hasLibrary)
            return;

        // The default page does not lead there, and the code is good for the sign-in nevertheless.
        Assert.Contains(host.Logs.Lines, l => l.Contains("bypass", StringComparison.Ordinal));
        Assert.Equal("/", await browser.CodeAsync(secret));
        Assert.Contains(
            $"{TwoFactorClaimTypes.IdentityProvider}={FirstFactors.Provider}",
            await browser.GetAsync("/claims"),
            StringComparison.Ordinal
        );
    }

    [Fact, Trait("Req", "R60")]
    public async Task The_bypass_is_a_setting()
    {
        await using var host = await IdentityHost.StartAsync(new() { Identity = o => o.ExternalLoginsBypass = true });
        var (id, _, _) = await host.AddOldUserAsync();
        using var browser = await LinkedAsync(host, id);
        Assert.Equal("/", await browser.ExternalAsync("alice"));
        Assert.Equal("alice@example.com", await browser.WhoAsync());
    }

    [Theory, Trait("Req", "R60")]
    [InlineData(FirstFactors.Provider, "alice@example.com")]
    [InlineData("Contoso", "nobody")]
    public async Task An_exempt_provider_lets_a_user_without_a_second_factor_in(string exempt, string expected)
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        await host.RequireAsync(
            Requirement.Everyone,
            [],
            [
                new()
                {
                    Provider = exempt,
                    Actor = "admin",
                    Reason = "it has its own second factor",
                    ExpiresAt = host.Clock.Now.AddDays(30),
                },
            ]
        );
        using var browser = await LinkedAsync(host, id);
        await browser.ExternalAsync("alice");
        Assert.Equal(expected, await browser.WhoAsync());
    }

    [Fact]
    public async Task A_user_without_a_second_factor_signs_in()
    {
        await using var host = await IdentityHost.StartAsync();
        using var browser = await LinkedAsync(host, await host.AddUserAsync());
        Assert.Equal("/", await browser.ExternalAsync("alice"));
        Assert.Equal("alice@example.com", await browser.WhoAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_that_asks_for_no_bypass_is_told_of_the_second_factor(bool hasLibrary)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary, Map = ManagerCalls.Map });
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = await LinkedAsync(host, id);
        Assert.Equal("RequiresTwoFactor", await browser.GetAsync("/call/external?key=alice&bypass=false"));
        Assert.Equal("nobody", await browser.WhoAsync());
        Assert.Equal("/", await browser.CodeAsync(secret));
    }

    [Fact]
    public async Task A_recovery_code_finishes_it_and_the_session_names_the_provider()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, _, codes) = await host.AddOldUserAsync();
        using var browser = await LinkedAsync(host, id);
        await browser.ExternalAsync("alice");
        Assert.Equal("/", await browser.RecoveryCodeAsync(codes[0]));
        Assert.Contains(
            $"{ClaimTypes.AuthenticationMethod}={FirstFactors.Provider}",
            (await browser.GetAsync("/claims")).Split('\n')
        );
    }

    private static async Task<Browser> LinkedAsync(IdentityHost host, string id)
    {
        await host.WithUsersAsync(async u =>
            await u.AddLoginAsync((await u.FindByIdAsync(id))!, new(FirstFactors.Provider, "alice", "Google"))
        );
        return host.Open();
    }
}
