namespace TwoFactor.Tests;

/// <summary>Rows of the guide's table of differences: how long sessions and tokens last.</summary>
public sealed class SessionDifferenceTests
{
    private const string NewPassword = "N3w-Passw0rd!";

    [Theory, Trait("Row", "a changed password, e-mail, phone or stamp"), Trait("Req", "R43")]
    [InlineData(false, "alice@example.com")]
    [InlineData(true, "nobody")]
    public async Task Other_sessions_outlive_a_changed_password(bool hasLibrary, string other)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        using var elsewhere = host.Open();
        foreach (var b in new[] { browser, elsewhere })
        {
            await b.LoginAsync();
            await b.CodeAsync(secret);
            host.Clock.NextStep();
        }

        await browser.PostFormAsync(
            "/Identity/Account/Manage/ChangePassword",
            ("Input.OldPassword", IdentityHost.Password),
            ("Input.NewPassword", NewPassword),
            ("Input.ConfirmPassword", NewPassword)
        );
        Assert.Equal("alice@example.com", await browser.WhoAsync());
        Assert.Equal(other, await elsewhere.WhoAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("nobody", await elsewhere.WhoAsync());
    }

    [Theory, Trait("Row", "bearer clients"), Trait("Req", "R43")]
    [InlineData(false, 200)]
    [InlineData(true, 401)]
    public async Task Bearer_tokens_outlive_a_changed_password(bool hasLibrary, int status)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary, IsApi = true });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.ApiLoginAsync(host.Code(secret));
        await browser.PostJsonAsync(
            "/manage/info",
            new { oldPassword = IdentityHost.Password, newPassword = NewPassword }
        );
        Assert.Equal(200, browser.Status);

        await browser.GetAsync("/mine");
        Assert.Equal(status, browser.Status);
    }
}
