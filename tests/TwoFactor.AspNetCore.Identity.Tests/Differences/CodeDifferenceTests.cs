namespace TwoFactor.Tests;

/// <summary>Rows of the guide's table of differences, with Identity alone and with the library: codes and locks.</summary>
public sealed class CodeDifferenceTests
{
    [Theory, Trait("Row", "wrong recovery codes")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Wrong_recovery_codes_are_counted(bool hasLibrary, bool getsIn)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, _, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        for (var i = 0; i < 20; i++)
            await browser.RecoveryCodeAsync("BBBBB-BBBBB");

        await browser.RecoveryCodeAsync(codes[0]);
        Assert.Equal(getsIn, await browser.WhoAsync() != "nobody");
    }

    [Theory, Trait("Row", "a locked user with a recovery code")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_lock_holds_for_recovery_codes_too(bool hasLibrary, bool getsIn)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, secret, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        for (var i = 0; i < 5; i++)
            await browser.CodeAsync("000000");

        Assert.EndsWith("/Lockout", await browser.CodeAsync(secret));
        await browser.RecoveryCodeAsync(codes[0]);
        Assert.Equal(getsIn, await browser.WhoAsync() != "nobody");
    }

    [Theory, Trait("Row", "the time window of codes")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_code_of_the_step_after_the_next_is_accepted(bool hasLibrary, bool getsIn)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();

        await browser.CodeAsync(IdentityHost.RealCode(secret, ahead: 2));
        Assert.Equal(getsIn, await browser.WhoAsync() != "nobody");
    }

    [Theory, Trait("Row", "codes by Identity's e-mail and phone providers")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_code_of_the_email_provider_passes(bool hasLibrary, bool passes)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (id, _, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        var isRight = await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            var token = await users.GenerateTwoFactorTokenAsync(user, "Email");
            return await users.VerifyTwoFactorTokenAsync(user, "Email", token);
        });
        Assert.Equal(passes, isRight);
    }

    [Theory, Trait("Row", "\"remember this machine\"")]
    [InlineData(false, "/")]
    [InlineData(true, "/Identity/Account/LoginWith2fa")]
    public async Task Remember_this_machine_is_on(bool hasLibrary, string next)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal("/", await browser.CodeAsync(secret, remember: true));
        Assert.Equal(next, (await browser.LoginAsync())!.Replace("https://localhost", "").Split('?')[0]);
    }
}
