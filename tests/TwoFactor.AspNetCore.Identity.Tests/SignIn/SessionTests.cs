namespace TwoFactor.Tests;

/// <summary>Identity's security stamp and the library's epoch.</summary>
public sealed class SessionTests
{
    [Fact, Trait("Req", "R43")]
    public async Task A_change_of_the_password_ends_other_sessions_and_keeps_ones_own()
    {
        await using var host = await IdentityHost.StartAsync();
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        using var other = host.Open();
        foreach (var b in new[] { browser, other })
        {
            await b.LoginAsync();
            await b.CodeAsync(secret);
            host.Clock.NextStep();
        }

        Assert.NotEqual("nobody", await other.WhoAsync());
        await browser.PostFormAsync(
            "/Identity/Account/Manage/ChangePassword",
            ("Input.OldPassword", IdentityHost.Password),
            ("Input.NewPassword", "N3w-Passw0rd!"),
            ("Input.ConfirmPassword", "N3w-Passw0rd!")
        );

        Assert.Equal(302, browser.Status);
        Assert.NotEqual("nobody", await browser.WhoAsync());
        Assert.Contains("two_factor_method=totp", await browser.GetAsync("/claims"));
        Assert.Equal("nobody", await other.WhoAsync());
    }

    [Fact]
    public async Task Sign_out_everywhere_ends_every_session()
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.NotEqual("nobody", await browser.WhoAsync());

        await host.WithUsersAsync(async u => await u.UpdateSecurityStampAsync((await u.FindByIdAsync(id))!));
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Fact]
    public async Task The_refresh_of_the_security_stamp_keeps_the_session_and_its_proofs()
    {
        await using var host = await IdentityHost.StartAsync();
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        var before = await browser.GetAsync("/claims");
        host.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.NotEqual("nobody", await browser.WhoAsync());
        var after = await browser.GetAsync("/claims");
        Assert.Equal(before.Split('\n').Order(StringComparer.Ordinal), after.Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_refresh_of_the_security_stamp_does_not_open_a_session_for_enrolment()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddUserAsync();
        await host.RequireAsync(Requirement.Everyone);
        using var browser = host.Open();
        await browser.LoginAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        await browser.GetAsync("/Identity/Account/Manage/TwoFactorAuthentication");

        Assert.Equal(200, browser.Status);
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Fact]
    public async Task Who_is_deleted_is_erased()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        await host.WithUsersAsync(async u => await u.DeleteAsync((await u.FindByIdAsync(id))!));

        Assert.False((await host.StatusAsync(id)).Enabled);
    }
}
