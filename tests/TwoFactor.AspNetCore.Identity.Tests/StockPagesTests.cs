namespace TwoFactor.Tests;

/// <summary>The default pages, unchanged, on the library's accounts.</summary>
public sealed class StockPagesTests
{
    [Fact]
    public async Task A_user_of_Identitys_second_factor_signs_in_with_the_same_app()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();

        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
        Assert.Equal("nobody", await browser.WhoAsync());
        Assert.Equal("/", await browser.CodeAsync(secret));
        Assert.Equal("alice@example.com", await browser.WhoAsync());

        var factor = Assert.Single((await host.StatusAsync(id)).Factors);
        Assert.True(factor.IsImported);
    }

    [Fact]
    public async Task A_user_without_a_second_factor_signs_in_with_the_password()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddUserAsync();
        using var browser = host.Open();

        Assert.Equal("/", await browser.LoginAsync());
        Assert.Equal("private alice@example.com", await browser.GetAsync("/mine"));
    }
}
