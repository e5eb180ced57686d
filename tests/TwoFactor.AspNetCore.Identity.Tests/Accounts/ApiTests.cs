namespace TwoFactor.Tests;

/// <summary>The endpoints of <c>MapIdentityApi</c>.</summary>
public sealed class ApiTests
{
    private static readonly Setup s_api = new() { IsApi = true };

    [Fact]
    public async Task A_user_sets_up_signs_in_and_is_asked_for_the_code_by_HTTP()
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var id = await host.AddUserAsync();
        using var browser = host.Open();
        await browser.ApiLoginAsync(null);
        var begun = await browser.PostJsonAsync("/manage/2fa", new { });
        Assert.True(Base32.TryDecode(begun["sharedKey"]!.GetValue<string>(), out var secret, out _));
        Assert.False(begun["isTwoFactorEnabled"]!.GetValue<bool>());

        var on = await browser.PostJsonAsync("/manage/2fa", new { enable = true, twoFactorCode = host.Code(secret!) });
        Assert.True(on["isTwoFactorEnabled"]!.GetValue<bool>());
        Assert.Equal(10, on["recoveryCodes"]!.AsArray().Count);
        Assert.NotEqual(begun["sharedKey"]!.GetValue<string>(), on["sharedKey"]!.GetValue<string>());

        host.Clock.NextStep();
        Assert.Equal("RequiresTwoFactor", (await browser.ApiLoginAsync(null))["detail"]!.GetValue<string>());
        Assert.NotNull((await browser.ApiLoginAsync(host.Code(secret!)))["accessToken"]);
        Assert.Equal("private alice@example.com", await browser.GetAsync("/mine"));
        Assert.Equal(401, (await browser.ApiLoginAsync(host.Code(secret!)))["status"]!.GetValue<int>());
        Assert.True((await host.StatusAsync(id)).Enabled);
    }

    [Fact]
    public async Task A_status_call_shows_no_key_and_begins_nothing()
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.ApiLoginAsync(host.Code(secret));
        var status = await browser.PostJsonAsync("/manage/2fa", new { });

        Assert.Equal(200, browser.Status);
        Assert.Equal("withheld", status["sharedKey"]!.GetValue<string>());
        Assert.Equal(3, status["recoveryCodesLeft"]!.GetValue<int>());
        Assert.Single((await host.StatusAsync(id)).Factors);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_by_HTTP()
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var (_, _, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();

        Assert.NotNull((await browser.ApiLoginAsync(null, codes[0]))["accessToken"]);
        Assert.Null((await browser.ApiLoginAsync(null, codes[0]))["accessToken"]);
    }

    [Fact, Trait("Req", "R43")]
    public async Task Tokens_are_refreshed_within_an_epoch_and_end_with_it()
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        var tokens = await browser.ApiLoginAsync(host.Code(secret));
        var refreshed = await browser.PostJsonAsync(
            "/refresh",
            new { refreshToken = tokens["refreshToken"]!.GetValue<string>() }
        );
        browser.Token = refreshed["accessToken"]!.GetValue<string>();
        Assert.Equal("private alice@example.com", await browser.GetAsync("/mine"));

        await host.ResetAsync(id);
        await browser.GetAsync("/mine");
        Assert.Equal(401, browser.Status);
        browser.Token = null;
        await browser.PostJsonAsync("/refresh", new { refreshToken = refreshed["refreshToken"]!.GetValue<string>() });
        Assert.Equal(401, browser.Status);
    }
}
