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

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    public async Task The_sign_in_can_say_why_a_session_ended_also_once_Identity_has_deleted_it(int minutes)
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        Assert.Equal("", await browser.GetAsync("/ended"));
        host.Clock.Advance(TimeSpan.FromMinutes(minutes));
        await host.ResetAsync(id);

        await browser.GetAsync("/mine");
        Assert.Contains("/Login", browser.Location, StringComparison.Ordinal);
        Assert.Equal("Reset", await browser.GetAsync("/ended"));
        await browser.LoginAsync();
        Assert.Equal("", await browser.GetAsync("/ended"));
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

    [Theory, Trait("Req", "R43")]
    [InlineData("password")]
    [InlineData("reset password")]
    [InlineData("no password")]
    [InlineData("phone")]
    [InlineData("confirmed phone")]
    [InlineData("e-mail")]
    [InlineData("confirmed e-mail")]
    [InlineData("name")]
    [InlineData("external login")]
    public async Task What_moves_the_stamp_ends_sessions(string change)
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        await host.WithUsersAsync(async u =>
            await u.AddLoginAsync((await u.FindByIdAsync(id))!, new(FirstFactors.Provider, "alice", "Google"))
        );
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.NotEqual("nobody", await browser.WhoAsync());

        const string Phone = "+1 202 555 0143";
        const string Email = "other@example.com";
        var isDone = await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            var stamp = await users.GetSecurityStampAsync(user);
            var result = change switch
            {
                "password" => await users.ChangePasswordAsync(user, IdentityHost.Password, "N3w-Passw0rd!"),
                "reset password" => await users.ResetPasswordAsync(
                    user,
                    await users.GeneratePasswordResetTokenAsync(user),
                    "N3w-Passw0rd!"
                ),
                "no password" => await users.RemovePasswordAsync(user),
                "phone" => await users.SetPhoneNumberAsync(user, Phone),
                "confirmed phone" => await users.ChangePhoneNumberAsync(
                    user,
                    Phone,
                    await users.GenerateChangePhoneNumberTokenAsync(user, Phone)
                ),
                "e-mail" => await users.SetEmailAsync(user, Email),
                "confirmed e-mail" => await users.ChangeEmailAsync(
                    user,
                    Email,
                    await users.GenerateChangeEmailTokenAsync(user, Email)
                ),
                "name" => await users.SetUserNameAsync(user, Email),
                _ => await users.RemoveLoginAsync(user, FirstFactors.Provider, "alice"),
            };
            return result.Succeeded && stamp != await users.GetSecurityStampAsync(user);
        });
        Assert.True(isDone);
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Fact, Trait("Req", "R43")]
    public async Task A_change_that_fails_ends_no_session()
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            var stamp = await users.GetSecurityStampAsync(user);
            Assert.False((await users.ChangePasswordAsync(user, "wrong", "N3w-Passw0rd!")).Succeeded);
            Assert.False((await users.ResetPasswordAsync(user, "wrong", "N3w-Passw0rd!")).Succeeded);
            Assert.False((await users.ChangePhoneNumberAsync(user, "+1 202 555 0143", "wrong")).Succeeded);
            Assert.False((await users.ChangeEmailAsync(user, "other@example.com", "wrong")).Succeeded);
            Assert.Equal(stamp, await users.GetSecurityStampAsync(user));
            return 0;
        });
        Assert.Equal("alice@example.com", await browser.WhoAsync());
    }

    [Theory, Trait("Req", "R43")]
    [InlineData("EnableAuthenticator")]
    [InlineData("ResetAuthenticator")]
    [InlineData("Disable2fa")]
    public async Task What_changes_the_factor_ends_other_sessions_and_keeps_ones_own(string page)
    {
        await using var host = await IdentityHost.StartAsync();
        byte[]? secret = null;
        if (page == "EnableAuthenticator")
            await host.AddUserAsync();
        else
            (_, secret, _) = await host.AddOldUserAsync();

        using var browser = host.Open();
        using var other = host.Open();
        foreach (var b in new[] { browser, other })
        {
            await b.LoginAsync();
            if (secret is not null)
                await b.CodeAsync(secret);

            host.Clock.NextStep();
        }

        Assert.NotEqual("nobody", await other.WhoAsync());
        if (secret is null)
            await browser.EnrollAsync();
        else
            await browser.PostFormAsync("/Identity/Account/Manage/" + page);

        Assert.Equal("alice@example.com", await browser.WhoAsync());
        Assert.Equal("nobody", await other.WhoAsync());
    }

    [Fact]
    public async Task Signing_out_ends_a_sign_in_that_waits_for_its_code()
    {
        await using var host = await IdentityHost.StartAsync(new() { Map = ManagerCalls.Map });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.GetAsync("/Identity/Account/LoginWith2fa");
        await browser.SubmitAsync("/Identity/Account/Logout");
        Assert.Equal(302, browser.Status);

        var code = host.Code(secret);
        Assert.Equal("Failed", await browser.GetAsync($"/call/two-factor?provider=Authenticator&code={code}"));
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
