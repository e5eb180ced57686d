using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Rows of the guide's table of differences: what the managers answer to calls of the app.</summary>
public sealed class CallDifferenceTests
{
    [Theory, Trait("Row", "an authenticator app that no code has confirmed")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task An_app_counts_before_a_code_has_confirmed_it(bool hasLibrary, bool counts)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var id = await host.AddUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.GetAsync("/Identity/Account/Manage/EnableAuthenticator");
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            Assert.Equal(counts, (await users.GetValidTwoFactorProvidersAsync(user)).Contains("Authenticator"));
            Assert.Equal(counts, (await users.SetTwoFactorEnabledAsync(user, true)).Succeeded);
            Assert.Equal(counts, await users.GetTwoFactorEnabledAsync(user));
            return 0;
        });

        using var other = host.Open();
        Assert.Equal(counts, (await other.LoginAsync())!.Contains("LoginWith2fa", StringComparison.Ordinal));
    }

    [Theory, Trait("Row", "calls that change a factor, without the user's session")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_app_changes_a_factor_without_the_users_session(bool hasLibrary, bool works)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (id, _, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            Assert.Equal(works ? 10 : 0, (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10))!.Count());
            Assert.Equal(works, (await users.ResetAuthenticatorKeyAsync(user)).Succeeded);
            Assert.Equal(works, (await users.SetTwoFactorEnabledAsync(user, false)).Succeeded);
            Assert.Equal(!works, await users.GetTwoFactorEnabledAsync(user));
            return 0;
        });
    }

    [Theory, Trait("Row", "how many recovery codes there are")]
    [InlineData(false, "15")]
    [InlineData(true, "8")]
    public async Task The_caller_says_how_many_recovery_codes_there_are(bool hasLibrary, string made)
    {
        await using var host = await IdentityHost.StartAsync(
            new()
            {
                HasLibrary = hasLibrary,
                Core = o => o.RecoveryCodes.Count = 8,
                Map = ManagerCalls.Map,
            }
        );
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        Assert.Equal(made, await browser.GetAsync("/call/recovery-codes?number=15"));
    }

    [Theory, Trait("Row", "wrong codes of a user whose lockout is off (`LockoutEnabled`)"), Trait("Req", "R30")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Who_is_exempt_from_lockout_may_guess_on(bool hasLibrary, bool getsIn)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (id, secret, _) = await host.AddOldUserAsync();
        await host.WithUsersAsync(async u => await u.SetLockoutEnabledAsync((await u.FindByIdAsync(id))!, false));
        using var browser = host.Open();
        await browser.LoginAsync();
        for (var i = 0; i < 6; i++)
            await browser.CodeAsync("000000");

        await browser.CodeAsync(secret);
        Assert.Equal(getsIn, await browser.WhoAsync() != "nobody");
    }

    [Theory, Trait("Row", "a user with `TwoFactorEnabled` and nothing to make a code with")]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task The_flag_alone_is_no_second_factor(bool hasLibrary, bool getsIn)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var id = await host.AddUserAsync();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TestDb>();
            var user = (await db.Users.FindAsync(id))!;
            (user.TwoFactorEnabled, user.EmailConfirmed) = (true, false);
            await db.SaveChangesAsync();
        }

        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal(getsIn, await browser.WhoAsync() != "nobody");
        if (!hasLibrary)
            return;

        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
        await host.WithUsersAsync(async u => await u.SetTwoFactorEnabledAsync((await u.FindByIdAsync(id))!, false));
        await browser.LoginAsync();
        Assert.Equal("alice@example.com", await browser.WhoAsync());
    }

    [Theory, Trait("Row", "a store of users that keeps no second factor")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_without_a_second_factor_will_do(bool hasLibrary)
    {
        await using var host = await IdentityHost.StartAsync(
            new()
            {
                HasLibrary = hasLibrary,
                IsApi = true,
                After = s => s.AddScoped<IUserStore<IdentityUser>, PlainStore>(),
            }
        );
        await host.AddUserAsync();
        using var browser = host.Open();
        await browser.ApiLoginAsync(null);
        if (!hasLibrary)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => browser.PostJsonAsync("/manage/2fa", new { }));
            return;
        }

        var begun = await browser.PostJsonAsync("/manage/2fa", new { });
        Assert.True(Base32.TryDecode(begun["sharedKey"]!.GetValue<string>(), out var secret, out _));
        await browser.PostJsonAsync("/manage/2fa", new { enable = true, twoFactorCode = host.Code(secret!) });
        Assert.Equal(200, browser.Status);
        host.Clock.NextStep();
        Assert.Equal("RequiresTwoFactor", (await browser.ApiLoginAsync(null))["detail"]!.GetValue<string>());
        Assert.NotNull((await browser.ApiLoginAsync(host.Code(secret!)))["accessToken"]);
    }
}
