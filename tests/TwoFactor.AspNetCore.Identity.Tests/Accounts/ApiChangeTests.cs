using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>What <c>/manage/2fa</c> of <c>MapIdentityApi</c> changes, and what it refuses.</summary>
public sealed class ApiChangeTests
{
    private const string Manage = "/manage/2fa";

    private static readonly Setup s_api = new() { IsApi = true };

    [Fact]
    public async Task It_is_not_turned_on_without_a_session_and_a_right_code()
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var id = await host.AddUserAsync();
        using var browser = host.Open();
        await browser.PostJsonAsync(Manage, new { });
        Assert.Equal(401, browser.Status);

        await browser.ApiLoginAsync(null);
        await browser.PostJsonAsync(Manage, null!);
        Assert.Equal(400, browser.Status);
        foreach (var key in new[] { "none", "begun" })
        {
            Assert.Equal("RequiresTwoFactor", await ErrorAsync(browser, new { enable = true }));
            Assert.Equal("InvalidTwoFactorCode", await ErrorAsync(browser, new { enable = true, twoFactorCode = key }));
            Assert.Equal(
                "CannotResetSharedKeyAndEnable",
                await ErrorAsync(
                    browser,
                    new
                    {
                        enable = true,
                        resetSharedKey = true,
                        twoFactorCode = "000000",
                    }
                )
            );
            await browser.PostJsonAsync(Manage, new { });
        }

        Assert.False((await host.StatusAsync(id)).Enabled);
    }

    [Fact]
    public async Task Who_signed_in_with_a_recovery_code_turns_it_off()
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var (id, _, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.ApiLoginAsync(null, codes[0]);

        var off = await browser.PostJsonAsync(Manage, new { enable = false });
        Assert.False(off["isTwoFactorEnabled"]!.GetValue<bool>());
        Assert.False((await host.StatusAsync(id)).Enabled);
        Assert.NotNull((await browser.ApiLoginAsync(null))["accessToken"]);
    }

    [Fact]
    public async Task A_reset_key_replaces_the_app()
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.ApiLoginAsync(host.Code(secret));

        var reset = await browser.PostJsonAsync(Manage, new { resetSharedKey = true });
        Assert.False(reset["isTwoFactorEnabled"]!.GetValue<bool>());
        var fresh = Key(reset);
        Assert.NotEqual(secret, fresh);

        host.Clock.NextStep();
        await browser.ApiLoginAsync(null);
        Assert.Equal(
            "InvalidTwoFactorCode",
            await ErrorAsync(browser, new { enable = true, twoFactorCode = host.Code(secret) })
        );
        var on = await browser.PostJsonAsync(Manage, new { enable = true, twoFactorCode = host.Code(fresh) });
        Assert.True(on["isTwoFactorEnabled"]!.GetValue<bool>());
        Assert.Single((await host.StatusAsync(id)).Factors);
    }

    [Fact]
    public async Task New_recovery_codes_void_the_old_ones()
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var (_, _, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.ApiLoginAsync(null, codes[0]);
        var before = await browser.PostJsonAsync(Manage, new { });
        Assert.Equal(2, before["recoveryCodesLeft"]!.GetValue<int>());
        Assert.Null(before["recoveryCodes"]);

        var made = await browser.PostJsonAsync(Manage, new { resetRecoveryCodes = true });
        var fresh = made["recoveryCodes"]!.AsArray().Select(c => c!.GetValue<string>()).ToList();
        Assert.Equal(10, made["recoveryCodesLeft"]!.GetValue<int>());
        Assert.Equal(10, fresh.Distinct(StringComparer.Ordinal).Count());

        Assert.Equal("Failed", (await browser.ApiLoginAsync(null, codes[1]))["detail"]!.GetValue<string>());
        Assert.NotNull((await browser.ApiLoginAsync(null, fresh[0]))["accessToken"]);
    }

    [Theory, Trait("Req", "R70")]
    [InlineData("useCookies=true", true, true)]
    [InlineData("useCookies=true", false, false)]
    [InlineData("useSessionCookies=true", true, false)]
    [InlineData("useCookies=true&useSessionCookies=true", true, false)]
    public async Task A_persistent_sign_in_remembers_the_machine(string query, bool isOn, bool isRemembered)
    {
        await using var host = await IdentityHost.StartAsync(
            new() { IsApi = true, Core = o => o.TrustedDevices.Enabled = isOn }
        );
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await LoginAsync(browser, query, host.Code(secret));

        var status = await browser.PostJsonAsync(Manage, new { });
        Assert.True(status["isTwoFactorEnabled"]!.GetValue<bool>());
        Assert.Equal(isRemembered, status["isMachineRemembered"]!.GetValue<bool>());
        await LoginAsync(browser, query, code: null);
        Assert.Equal(isRemembered ? 200 : 401, browser.Status);
    }

    [Theory, Trait("Req", "R43")]
    [InlineData(true, 401)]
    [InlineData(false, 200)]
    public async Task A_token_is_renewed_as_long_as_the_stamp_is_the_same_and_names_the_user_anew(
        bool isStampMoved,
        int status
    )
    {
        await using var host = await IdentityHost.StartAsync(s_api);
        var (id, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        var tokens = await browser.ApiLoginAsync(host.Code(secret));
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            user.UserName = "renamed@example.com";
            await users.UpdateAsync(user);
            return isStampMoved ? await users.UpdateSecurityStampAsync(user) : null;
        });

        browser.Token = null;
        var renewed = await browser.PostJsonAsync(
            "/refresh",
            new { refreshToken = tokens["refreshToken"]!.GetValue<string>() }
        );
        Assert.Equal(status, browser.Status);
        if (isStampMoved)
            return;

        browser.Token = renewed["accessToken"]!.GetValue<string>();
        Assert.Equal("private renamed@example.com", await browser.GetAsync("/mine"));
    }

    private static async Task LoginAsync(Browser browser, string query, string? code) =>
        await browser.PostJsonAsync(
            $"/login?{query}",
            new
            {
                email = "alice@example.com",
                password = IdentityHost.Password,
                twoFactorCode = code,
            }
        );

    private static async Task<string> ErrorAsync(Browser browser, object body)
    {
        var answer = await browser.PostJsonAsync(Manage, body);
        Assert.Equal(400, browser.Status);
        return Assert.Single(answer["errors"]!.AsObject()).Key;
    }

    private static byte[] Key(JsonObject answer)
    {
        Assert.True(Base32.TryDecode(answer["sharedKey"]!.GetValue<string>(), out var key, out var error), error);
        return key;
    }
}
