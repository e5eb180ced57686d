using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.Extensions.DependencyInjection;

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

    [Fact]
    public async Task A_filter_that_demands_a_session_on_every_page_lets_the_second_factor_through()
    {
        await using var host = await IdentityHost.StartAsync(
            new()
            {
                After = s =>
                    s.Configure<MvcOptions>(o =>
                        o.Filters.Add(
                            new AuthorizeFilter(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
                        )
                    ),
            }
        );
        var (_, secret, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal("/", await browser.CodeAsync(secret));
        using var other = host.Open();
        await other.LoginAsync();
        Assert.Equal("/", await other.RecoveryCodeAsync(codes[0]));
        Assert.Equal("alice@example.com", await other.WhoAsync());
    }

    [Fact]
    public async Task Who_has_not_consented_to_cookies_is_not_led_to_the_set_up()
    {
        await using var host = await IdentityHost.StartAsync(
            new()
            {
                After = s =>
                {
                    s.Configure<CookiePolicyOptions>(o => o.CheckConsentNeeded = _ => true);
                    s.AddSingleton<IStartupFilter>(new CookiePolicy());
                },
            }
        );
        await host.AddUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        const string Overview = "/Identity/Account/Manage/TwoFactorAuthentication";
        const string SetUp = "/Identity/Account/Manage/EnableAuthenticator";

        Assert.DoesNotContain(SetUp, await browser.GetAsync(Overview), StringComparison.Ordinal);
        browser.Jar.Add(new Uri("https://localhost"), new Cookie(".AspNet.Consent", "yes"));
        Assert.Contains(SetUp, await browser.GetAsync(Overview), StringComparison.Ordinal);
        await browser.EnrollAsync();
    }

    private sealed class CookiePolicy : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.UseCookiePolicy();
                next(app);
            };
    }
}
