using System.Security.Claims;

namespace TwoFactor.Tests;

/// <summary><c>RefreshSignInAsync</c>, and for how long a session is kept.</summary>
public sealed class RefreshTests
{
    private const string Session = ".AspNetCore.Identity.Application";

    private static readonly Setup s_calls = new() { Map = ManagerCalls.Map };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_session_is_kept_for_as_long_as_the_user_asked_and_stays_so(bool isPersistent)
    {
        await using var host = await IdentityHost.StartAsync(s_calls);
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.PostFormAsync(
            "/Identity/Account/Login",
            ("Input.Email", "alice@example.com"),
            ("Input.Password", IdentityHost.Password),
            ("Input.RememberMe", isPersistent ? "true" : "false")
        );
        await browser.PostFormAsync(browser.Location!, ("Input.TwoFactorCode", host.Code(secret)));
        Assert.Equal("alice@example.com", await browser.WhoAsync());
        Assert.Equal(isPersistent, IsPersistent(browser));

        var before = await ClaimsAsync(browser);
        await browser.GetAsync("/call/refresh?user=alice@example.com");
        Assert.Equal(before, await ClaimsAsync(browser));
        Assert.Equal(isPersistent, IsPersistent(browser));
    }

    [Fact]
    public async Task The_provider_of_an_external_login_stays_in_the_session()
    {
        await using var host = await IdentityHost.StartAsync(s_calls);
        var id = await host.AddUserAsync();
        await host.WithUsersAsync(async u =>
            await u.AddLoginAsync((await u.FindByIdAsync(id))!, new(FirstFactors.Provider, "alice", "Google"))
        );
        using var browser = host.Open();
        Assert.Equal("/", await browser.ExternalAsync("alice"));
        foreach (var _ in new[] { "signed in", "refreshed" })
        {
            Assert.Contains(
                $"{ClaimTypes.AuthenticationMethod}={FirstFactors.Provider}",
                (await browser.GetAsync("/claims")).Split('\n')
            );
            await browser.GetAsync("/call/refresh?user=alice@example.com");
        }
    }

    [Theory]
    [InlineData(null, "nobody")]
    [InlineData("bob@example.com", "bob@example.com")]
    public async Task It_signs_in_nobody_who_is_not_signed_in_already(string? present, string expected)
    {
        await using var host = await IdentityHost.StartAsync(s_calls);
        await host.AddUserAsync();
        await host.AddUserAsync("bob@example.com");
        using var browser = host.Open();
        if (present is not null)
            await browser.LoginAsync(present);

        await browser.GetAsync("/call/refresh?user=alice@example.com");
        Assert.Equal(expected, await browser.WhoAsync());
        Assert.Contains(host.Logs.Lines, l => l.Contains("RefreshSignInAsync prevented", StringComparison.Ordinal));
    }

    private static async Task<IEnumerable<string>> ClaimsAsync(Browser browser) =>
        (await browser.GetAsync("/claims")).Split('\n').Order(StringComparer.Ordinal);

    private static bool IsPersistent(Browser browser) =>
        browser.Jar.GetCookies(new Uri("https://localhost"))[Session]!.Expires != DateTime.MinValue;
}
