using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>The ready pages beside the default ones, on the same accounts.</summary>
public sealed class ReadyPagesTests
{
    private static readonly Setup s_pages = new()
    {
        Build = b => b.AddTwoFactorPages(p => p.Brand = "My app"),
        Map = app => app.MapTwoFactorPages(),
    };

    [Fact]
    public async Task Who_signed_in_on_the_default_pages_sees_the_ready_profile()
    {
        await using var host = await IdentityHost.StartAsync(s_pages);
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);

        var page = await browser.GetAsync("/security");
        Assert.Equal(200, browser.Status);
        Assert.Contains("My app", page, StringComparison.Ordinal);
        Assert.Contains("Authenticator app", page, StringComparison.Ordinal);
        await browser.GetAsync("/Identity/Account/Manage/TwoFactorAuthentication");
        Assert.Equal(200, browser.Status);
    }

    [Fact]
    public async Task Who_is_signed_in_halfway_is_led_to_the_default_sign_in()
    {
        await using var host = await IdentityHost.StartAsync(s_pages);
        await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();

        await browser.GetAsync("/security");
        Assert.Contains("/Identity/Account/Login", browser.Location, StringComparison.Ordinal);
    }
}
