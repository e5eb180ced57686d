namespace TwoFactor.Tests;

/// <summary>The default pages on which users manage their second factor.</summary>
public sealed class ManagePagesTests
{
    private const string Manage = "/Identity/Account/Manage/";

    [Fact, Trait("Req", "R40")]
    public async Task Setting_up_shows_one_key_until_it_is_confirmed_and_never_again()
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.GetAsync(Manage + "EnableAuthenticator");
        var secret = browser.ShownSecret();
        await browser.SubmitAsync(Manage + "EnableAuthenticator", ("Input.Code", "000000"));
        Assert.Equal(secret, browser.ShownSecret());
        await browser.GetAsync(Manage + "EnableAuthenticator");
        Assert.Equal(secret, browser.ShownSecret());

        await browser.SubmitAsync(Manage + "EnableAuthenticator", ("Input.Code", host.Code(secret)));
        Assert.EndsWith("ShowRecoveryCodes", browser.Location);
        var shown = await browser.GetAsync(Manage + "ShowRecoveryCodes");
        Assert.Equal(10, shown.Split("<code").Length - 1);
        Assert.Equal(10, (await host.StatusAsync(id)).RecoveryCodesLeft);
        Assert.NotEqual("nobody", await browser.WhoAsync());

        Assert.Null(
            await host.WithUsersAsync(async u => await u.GetAuthenticatorKeyAsync((await u.FindByIdAsync(id))!))
        );
        await browser.GetAsync(Manage + "EnableAuthenticator");
        Assert.NotEqual(secret, browser.ShownSecret());
        Assert.Single((await host.StatusAsync(id)).Factors, f => f.Status == FactorStatus.Active);
    }

    [Fact]
    public async Task Who_set_up_here_signs_in_with_that_app_and_the_codes_that_were_shown()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        var secret = await browser.EnrollAsync();
        var shown = await browser.GetAsync(Manage + "ShowRecoveryCodes");
        var code = shown.Split("<code class=\"recovery-code\">")[1].Split('<')[0];
        host.Clock.NextStep();

        using var other = host.Open();
        Assert.Contains("LoginWith2fa", await other.LoginAsync());
        Assert.Equal("/", await other.CodeAsync(secret));
        Assert.Contains("LoginWith2fa", await other.LoginAsync());
        Assert.Equal("/", await other.RecoveryCodeAsync(code));
    }

    [Fact]
    public async Task Turning_it_off_removes_all_factors_and_the_password_is_enough_again()
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.EnrollAsync();
        await browser.PostFormAsync(Manage + "Disable2fa");

        Assert.EndsWith("TwoFactorAuthentication", browser.Location);
        Assert.False((await host.StatusAsync(id)).Enabled);
        Assert.NotEqual("nobody", await browser.WhoAsync());
        Assert.Equal("/", await browser.LoginAsync());
    }

    [Fact]
    public async Task New_recovery_codes_void_the_old_ones()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        await browser.PostFormAsync(Manage + "GenerateRecoveryCodes");

        Assert.EndsWith("ShowRecoveryCodes", browser.Location);
        Assert.Equal(10, (await host.StatusAsync(id)).RecoveryCodesLeft);
        Assert.NotEqual("nobody", await browser.WhoAsync());
        await browser.LoginAsync();
        Assert.Null(await browser.RecoveryCodeAsync(codes[0]));
    }

    [Fact]
    public async Task Resetting_the_app_leads_to_a_new_key()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        await browser.PostFormAsync(Manage + "ResetAuthenticator");
        Assert.EndsWith("EnableAuthenticator", browser.Location);

        var fresh = await browser.EnrollAsync();
        Assert.NotEqual(secret, fresh);
        Assert.Single((await host.StatusAsync(id)).Factors);
        host.Clock.NextStep();
        await browser.LoginAsync();
        Assert.Null(await browser.CodeAsync(secret));
        Assert.Equal("/", await browser.CodeAsync(fresh));
    }

    [Fact]
    public async Task An_old_session_is_led_to_the_sign_in_and_back()
    {
        await using var host = await IdentityHost.StartAsync();
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        host.Clock.Advance(TimeSpan.FromMinutes(25));

        await browser.GetAsync(Manage + "GenerateRecoveryCodes");
        Assert.Contains("/Identity/Account/Login?ReturnUrl=", browser.Location, StringComparison.Ordinal);
        Assert.NotEqual("nobody", await browser.WhoAsync());
    }

    [Fact, Trait("Req", "R60")]
    public async Task Who_must_have_one_cannot_turn_it_off()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        await host.RequireAsync(Requirement.Everyone);
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        await browser.PostFormAsync(Manage + "Disable2fa");

        Assert.EndsWith("/TwoFactorAuthentication", browser.Location);
        Assert.Contains("it is required for your account", await browser.GetAsync(Manage + "TwoFactorAuthentication"));
        Assert.True((await host.StatusAsync(id)).Enabled);
    }
}
