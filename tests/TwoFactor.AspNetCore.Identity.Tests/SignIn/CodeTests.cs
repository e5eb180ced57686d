namespace TwoFactor.Tests;

/// <summary>What a code is worth at the default pages.</summary>
public sealed class CodeTests
{
    private const string Lockout = "/Identity/Account/Lockout";

    [Theory, Trait("Req", "R04"), Trait("Row", "the same right code from 16 sign-ins at once")]
    [InlineData(true, 1)]
    [InlineData(false, 16)]
    public async Task Of_sixteen_sign_ins_with_one_code_one_succeeds_and_with_Identity_alone_all(
        bool hasLibrary,
        int successes
    )
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (_, secret, _) = await host.AddOldUserAsync();
        var results = await RaceAsync(host, b => b.CodeAsync(secret));

        Assert.Equal(successes, results.Count(r => r.Location == "/"));
        Assert.Equal(successes, results.Count(r => r.Who != "nobody"));
    }

    [Theory, Trait("Req", "R21"), Trait("Row", "one recovery code from 16 sign-ins at once")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_sixteen_sign_ins_with_one_recovery_code_one_succeeds(bool hasLibrary)
    {
        await using var host = await IdentityHost.StartAsync(new() { HasLibrary = hasLibrary });
        var (id, _, codes) = await host.AddOldUserAsync();
        var results = await RaceAsync(host, b => b.RecoveryCodeAsync(codes[0]));

        Assert.Single(results, r => r.Who != "nobody");
        var left = await host.WithUsersAsync(async u => await u.CountRecoveryCodesAsync((await u.FindByIdAsync(id))!));
        Assert.Equal(codes.Length - 1, left);
    }

    [Fact, Trait("Req", "R04")]
    public async Task A_code_that_was_used_is_refused()
    {
        await using var host = await IdentityHost.StartAsync();
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal("/", await browser.CodeAsync(secret));

        using var other = host.Open();
        await other.LoginAsync();
        Assert.Null(await other.CodeAsync(secret));
        Assert.Equal("nobody", await other.WhoAsync());
    }

    [Fact, Trait("Req", "R30")]
    public async Task The_sixth_wrong_code_locks_and_a_recovery_code_does_not_pass_the_lock()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        for (var i = 0; i < 5; i++)
            await browser.CodeAsync("000000");

        Assert.EndsWith(Lockout, await browser.CodeAsync(secret));
        await browser.LoginAsync();
        Assert.EndsWith("Lockout", browser.Location);
        using var other = host.Open();
        Assert.EndsWith("Lockout", await other.LoginAsync());
        Assert.NotNull((await host.StatusAsync(id)).LockedUntil);

        // Identity's own count is for passwords alone.
        var user = await host.WithUsersAsync(u => u.FindByIdAsync(id));
        Assert.Equal(0, user!.AccessFailedCount);
        Assert.Null(user.LockoutEnd);
        _ = codes;
    }

    [Fact, Trait("Req", "R30")]
    public async Task A_wrong_password_does_not_tell_of_a_lock()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        for (var i = 0; i < 5; i++)
            await browser.CodeAsync("000000");

        await browser.PostFormAsync(
            "/Identity/Account/Login",
            ("Input.Email", "alice@example.com"),
            ("Input.Password", "wrong")
        );
        Assert.Null(browser.Location);
        Assert.Contains("Invalid login attempt", browser.Html);
    }

    [Fact]
    public async Task Who_is_locked_by_Identity_does_not_pass_with_a_recovery_code()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, _, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await host.WithUsersAsync(async u =>
            await u.SetLockoutEndDateAsync((await u.FindByIdAsync(id))!, DateTimeOffset.MaxValue)
        );

        Assert.EndsWith("Lockout", await browser.RecoveryCodeAsync(codes[0]));
        Assert.Equal(codes.Length, (await host.StatusAsync(id)).RecoveryCodesLeft);
    }

    [Fact, Trait("Req", "R62")]
    public async Task A_half_signed_in_cookie_is_good_for_one_sign_in()
    {
        await using var host = await IdentityHost.StartAsync();
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        var kept = browser.Jar.GetCookieHeader(new Uri("https://localhost"));
        await browser.CodeAsync(secret);
        host.Clock.NextStep();

        using var thief = host.Open();
        thief.Jar.SetCookies(new Uri("https://localhost"), kept.Replace("; ", ",", StringComparison.Ordinal));
        Assert.Null(await thief.CodeAsync(secret));
        Assert.Equal("nobody", await thief.WhoAsync());
    }

    [Fact]
    public async Task Who_begins_a_sign_in_ends_the_session_that_was_there()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.AddUserAsync("bob@example.com");
        await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync("bob@example.com");
        Assert.Equal("bob@example.com", await browser.WhoAsync());

        await browser.LoginAsync();
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Fact]
    public async Task A_reset_ends_a_sign_in_that_waits_for_its_code()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await host.ResetAsync(id);

        Assert.Null(await browser.CodeAsync(secret));
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Fact]
    public async Task The_session_says_how_the_user_signed_in()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);

        var claims = (await browser.GetAsync("/claims")).Split('\n');
        Assert.Equal(
            ["amr=mfa", "amr=otp", "amr=pwd"],
            claims.Where(c => c.StartsWith("amr=", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Contains($"two_factor_epoch={(await host.StatusAsync(id)).Epoch}", claims);
        Assert.Contains("two_factor_method=totp", claims);
        Assert.Contains("two_factor_client=web", claims);
    }

    [Fact]
    public async Task Identitys_own_providers_are_no_side_door()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();

        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            Assert.Equal(["Authenticator"], await users.GetValidTwoFactorProvidersAsync(user));
            var token = await users.GenerateTwoFactorTokenAsync(user, "Email");
            Assert.False(await users.VerifyTwoFactorTokenAsync(user, "Email", token));
            return 0;
        });
        _ = secret;
    }

    private static async Task<List<(string? Location, string Who)>> RaceAsync(
        IdentityHost host,
        Func<Browser, Task<string?>> act
    )
    {
        var browsers = Enumerable.Range(0, 16).Select(_ => host.Open()).ToList();
        foreach (var browser in browsers)
        {
            await browser.LoginAsync();
            await browser.GetAsync("/Identity/Account/LoginWith2fa");
        }

        var locations = await Task.WhenAll(browsers.Select(b => Task.Run(() => act(b))));
        var results = new List<(string?, string)>();
        foreach (var (browser, location) in browsers.Zip(locations))
        {
            results.Add((location, await browser.WhoAsync()));
            browser.Dispose();
        }

        return results;
    }
}
