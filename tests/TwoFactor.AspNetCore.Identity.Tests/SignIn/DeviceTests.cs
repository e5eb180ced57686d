namespace TwoFactor.Tests;

/// <summary>"Remember this machine".</summary>
public sealed class DeviceTests
{
    private static readonly Setup s_trusting = new() { Core = o => o.TrustedDevices.Enabled = true };

    [Fact, Trait("Req", "R70")]
    public async Task A_remembered_machine_is_not_asked_again_and_its_token_is_rotated()
    {
        await using var host = await IdentityHost.StartAsync(s_trusting);
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret, remember: true);
        Assert.Equal(1, (await host.StatusAsync(id)).TrustedDevices);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("/", await browser.LoginAsync());
            Assert.NotEqual("nobody", await browser.WhoAsync());
        }
    }

    [Fact]
    public async Task A_machine_that_is_forgotten_is_asked_again()
    {
        await using var host = await IdentityHost.StartAsync(s_trusting);
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret, remember: true);
        var page = await browser.GetAsync("/Identity/Account/Manage/TwoFactorAuthentication");
        Assert.Contains("Forget this browser", page);

        await browser.SubmitAsync("/Identity/Account/Manage/TwoFactorAuthentication");
        Assert.Equal(0, (await host.StatusAsync(id)).TrustedDevices);
        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
    }

    [Fact]
    public async Task A_reset_ends_the_trust()
    {
        await using var host = await IdentityHost.StartAsync(s_trusting);
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret, remember: true);
        await host.ResetAsync(id);

        Assert.Equal("nobody", await browser.WhoAsync());
        await browser.LoginAsync();
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Fact]
    public async Task A_stamp_that_moved_ends_the_trust()
    {
        await using var host = await IdentityHost.StartAsync(s_trusting);
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret, remember: true);
        Assert.Equal("/", await browser.LoginAsync());

        await host.WithUsersAsync(async u => await u.UpdateSecurityStampAsync((await u.FindByIdAsync(id))!));
        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
    }
}
