using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

/// <summary>Rows of the guide's table of differences: what is kept, and what the manage pages do.</summary>
public sealed class SecretDifferenceTests
{
    private const string Manage = "/Identity/Account/Manage/";

    [Theory, Trait("Row", "keys and recovery codes in the database"), Trait("Req", "R21")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_database_holds_them_as_plain_text(bool hasLibrary, bool isPlain)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (id, secret, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();

        var tokens = string.Join('\n', await host.TokensAsync(id));
        Assert.Equal(isPlain, tokens.Contains(Base32.Encode(secret), StringComparison.Ordinal));
        Assert.All(codes, c => Assert.Equal(isPlain, tokens.Contains(c, StringComparison.Ordinal)));
    }

    [Theory, Trait("Row", "the key of an active authenticator app"), Trait("Req", "R40")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_manage_page_shows_the_key_of_an_active_app(bool hasLibrary, bool isShown)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = await SignedInAsync(host, secret);

        await browser.GetAsync(Manage + "EnableAuthenticator");
        Assert.Equal(isShown, browser.ShownSecret().SequenceEqual(secret));
    }

    [Theory, Trait("Row", "the key of an active authenticator app"), Trait("Req", "R40")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_endpoint_shows_the_key_of_an_active_app(bool hasLibrary, bool isShown)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary, IsApi = true });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.ApiLoginAsync(host.Code(secret));

        var shown = (await browser.PostJsonAsync("/manage/2fa", new { }))["sharedKey"]!.GetValue<string>();
        Assert.Equal(isShown, shown == Base32.Encode(secret));
    }

    [Theory, Trait("Row", "the key of an active authenticator app"), Trait("Req", "R40")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_download_of_personal_data_holds_the_key(bool hasLibrary, bool isHeld)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = await SignedInAsync(host, secret);

        await browser.GetAsync(Manage + "PersonalData");
        var data = JsonNode.Parse(await browser.SubmitAsync(Manage + "DownloadPersonalData"))!;
        Assert.Equal("True", data["TwoFactorEnabled"]!.GetValue<string>());
        Assert.Equal(isHeld ? Base32.Encode(secret) : null, data["Authenticator Key"]?.GetValue<string>());
    }

    [Theory, Trait("Row", "`EnableAuthenticator` and the other pages that change the factor")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task An_old_session_may_change_the_factor(bool hasLibrary, bool mayChange)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = await SignedInAsync(host, secret);
        host.Clock.Advance(TimeSpan.FromMinutes(16));

        foreach (
            var page in new[] { "EnableAuthenticator", "ResetAuthenticator", "GenerateRecoveryCodes", "Disable2fa" }
        )
        {
            await browser.GetAsync(Manage + page);
            Assert.Equal(mayChange, browser.Status == 200);
        }
    }

    [Theory, Trait("Row", "turning it off"), Trait("Req", "R60")]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Who_must_have_one_keeps_it(bool hasLibrary, bool isKept)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (id, secret, _) = await host.AddOldUserAsync();
        if (hasLibrary)
            await host.RequireAsync(Requirement.Everyone);

        using var browser = await SignedInAsync(host, secret);
        await browser.PostFormAsync(Manage + "Disable2fa");
        Assert.EndsWith("/TwoFactorAuthentication", browser.Location);
        var page = await browser.GetAsync(browser.Location!);
        Assert.Equal(isKept, page.Contains("because it is required for your account", StringComparison.Ordinal));
        var isOn = await host.WithUsersAsync(async u => await u.GetTwoFactorEnabledAsync((await u.FindByIdAsync(id))!));
        Assert.Equal(isKept, isOn);
    }

    private static async Task<Browser> SignedInAsync(IdentityHost host, byte[] secret)
    {
        var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal("/", await browser.CodeAsync(secret));
        return browser;
    }
}
