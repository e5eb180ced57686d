using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>Identity's own lockout, which counts passwords, beside the library's.</summary>
public sealed class LockoutTests
{
    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 0)]
    public async Task A_right_password_forgives_wrong_ones_where_it_is_the_whole_sign_in(
        bool hasSecondFactor,
        bool isRemembered,
        int left
    )
    {
        await using var host = await IdentityHost.StartAsync(new() { Core = o => o.TrustedDevices.Enabled = true });
        var (id, secret) = ("", Array.Empty<byte>());
        if (hasSecondFactor)
            (id, secret, _) = await host.AddOldUserAsync();
        else
            id = await host.AddUserAsync();

        using var browser = host.Open();
        await browser.LoginAsync();
        if (isRemembered)
            await browser.CodeAsync(secret, remember: true);

        await host.WithUsersAsync(async u => await u.AccessFailedAsync((await u.FindByIdAsync(id))!));
        await browser.LoginAsync();
        Assert.Equal(left, await CountAsync(host, id));
        if (left == 0)
            return;

        await browser.CodeAsync(secret);
        Assert.Equal(0, await CountAsync(host, id));
    }

    [Fact]
    public async Task Wrong_passwords_lock_and_a_right_code_does_not_pass()
    {
        await using var host = await IdentityHost.StartAsync(
            new()
            {
                IsApi = true,
                After = s => s.Configure<IdentityOptions>(o => o.Lockout.MaxFailedAccessAttempts = 2),
            }
        );
        var (id, secret, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        foreach (var answer in new[] { "Failed", "LockedOut" })
        {
            var wrong = await browser.PostJsonAsync("/login", new { email = "alice@example.com", password = "wrong" });
            Assert.Equal(answer, wrong["detail"]!.GetValue<string>());
        }

        Assert.Equal("LockedOut", (await browser.ApiLoginAsync(host.Code(secret)))["detail"]!.GetValue<string>());
        Assert.Equal("LockedOut", (await browser.ApiLoginAsync(null, codes[0]))["detail"]!.GetValue<string>());
        Assert.Null((await host.StatusAsync(id)).LockedUntil);

        await host.WithUsersAsync(async u => await u.SetLockoutEndDateAsync((await u.FindByIdAsync(id))!, null));
        Assert.NotNull((await browser.ApiLoginAsync(host.Code(secret)))["accessToken"]);
    }

    [Fact]
    public async Task A_count_that_is_reset_does_not_lock_and_a_user_may_be_left_out()
    {
        await using var host = await IdentityHost.StartAsync(
            new() { After = s => s.Configure<IdentityOptions>(o => o.Lockout.MaxFailedAccessAttempts = 2) }
        );
        var id = await host.AddUserAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            await users.AccessFailedAsync(user);
            await users.ResetAccessFailedCountAsync(user);
            await users.AccessFailedAsync(user);
            Assert.False(await users.IsLockedOutAsync(user));
            await users.AccessFailedAsync(user);
            Assert.True(await users.IsLockedOutAsync(user));
            Assert.Equal(0, await users.GetAccessFailedCountAsync(user));

            await users.SetLockoutEndDateAsync(user, DateTimeOffset.UtcNow.AddSeconds(-1));
            Assert.False(await users.IsLockedOutAsync(user));
            await users.SetLockoutEnabledAsync(user, false);
            Assert.False((await users.SetLockoutEndDateAsync(user, DateTimeOffset.UtcNow.AddDays(1))).Succeeded);
            return 0;
        });
    }

    [Theory, Trait("Req", "R30")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wrong_codes_of_Identitys_own_providers_lock_the_user_in_Identity(bool hasLibrary)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary, Map = ManagerCalls.Map });
        var (id, _, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        for (var i = 0; i < 4; i++)
            Assert.Equal("Failed", await browser.GetAsync("/call/two-factor?provider=Email&code=000000"));

        Assert.Equal("LockedOut", await browser.GetAsync("/call/two-factor?provider=Email&code=000000"));
        Assert.True(await host.WithUsersAsync(async u => await u.IsLockedOutAsync((await u.FindByIdAsync(id))!)));
    }

    [Fact]
    public async Task A_sign_in_fails_if_the_count_cannot_be_reset()
    {
        await using var host = await IdentityHost.StartAsync(
            new() { Before = i => i.AddUserManager<Uncounting>(), Map = ManagerCalls.Map }
        );
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();

        Assert.Equal(
            "Failed",
            await browser.GetAsync($"/call/two-factor?provider=Authenticator&code={host.Code(secret)}")
        );
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Theory, Trait("Req", "R30")]
    [InlineData("Authenticator", "LockedOut")]
    [InlineData("Email", "Failed")]
    public async Task Where_Identity_cannot_count_the_library_still_locks(string provider, string answer)
    {
        await using var host = await IdentityHost.StartAsync(
            new() { Before = i => i.AddUserManager<Uncounting>(), Map = ManagerCalls.Map }
        );
        await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        for (var i = 0; i < 5; i++)
            await browser.GetAsync($"/call/two-factor?provider={provider}&code=000000");

        Assert.Equal(answer, await browser.GetAsync($"/call/two-factor?provider={provider}&code=000000"));
    }

    private static async Task<int> CountAsync(IdentityHost host, string id) =>
        (await host.WithUsersAsync(u => u.FindByIdAsync(id)))!.AccessFailedCount;

    private sealed class Uncounting(
        IUserStore<IdentityUser> store,
        IOptions<IdentityOptions> options,
        IPasswordHasher<IdentityUser> hasher,
        IEnumerable<IUserValidator<IdentityUser>> userValidators,
        IEnumerable<IPasswordValidator<IdentityUser>> passwordValidators,
        ILookupNormalizer normalizer,
        IdentityErrorDescriber errors,
        IServiceProvider services,
        ILogger<UserManager<IdentityUser>> logger
    )
        : TwoFactorUserManager<IdentityUser>(
            store,
            options,
            hasher,
            userValidators,
            passwordValidators,
            normalizer,
            errors,
            services,
            logger
        )
    {
        public override Task<IdentityResult> AccessFailedAsync(IdentityUser user) =>
            Task.FromResult(IdentityResult.Failed());

        public override Task<IdentityResult> ResetAccessFailedCountAsync(IdentityUser user) =>
            Task.FromResult(IdentityResult.Failed());
    }
}
