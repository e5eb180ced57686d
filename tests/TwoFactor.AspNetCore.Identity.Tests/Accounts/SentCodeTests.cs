using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>
/// Identity's e-mail and phone providers on pages of the app's own, for users whose second factor is in the library.
/// </summary>
public sealed class SentCodeTests
{
    private const string Mailbox = "alice@example.com";
    private const string Phone = "+14155552671";

    private readonly FakeMail _mail = new("fake");
    private readonly FakeGateway _sms = new("fake");

    [Theory]
    [InlineData("Email")]
    [InlineData("Phone")]
    public async Task A_user_with_no_app_moves_in_and_signs_in_with_the_code_that_the_library_sends(string provider)
    {
        await using var host = await StartAsync();
        var id = await AddAsync(host, provider);
        using var browser = host.Open();
        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
        var factor = Assert.Single((await host.StatusAsync(id)).Factors);
        Assert.Equal(provider == "Email" ? "email" : "sms", factor.Method);

        Assert.Equal(provider, await browser.GetAsync("/call/providers"));
        Assert.Equal("", await browser.GetAsync($"/call/send?provider={provider}"));
        Assert.Equal(1, _mail.Sent.Count + _sms.Count);
        var code = LastCode(provider);
        Assert.Equal("Failed", await SignInAsync(browser, provider, Wrong(code)));
        Assert.Equal("Succeeded", await SignInAsync(browser, provider, code));
        Assert.Equal(Mailbox, await browser.WhoAsync());
        Assert.Contains("amr=mfa", await browser.GetAsync("/claims"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_sent_is_good_once_for_its_own_provider_and_its_own_sign_in()
    {
        await using var host = await StartAsync();
        await AddAsync(host, "Email", "Phone");
        using var alice = host.Open();
        using var other = host.Open();
        await alice.LoginAsync();
        await other.LoginAsync();
        Assert.Equal("Email,Phone", await alice.GetAsync("/call/providers"));
        await alice.GetAsync("/call/send?provider=Email");
        var code = _mail.LastCode;

        Assert.Equal("Failed", await SignInAsync(alice, "Phone", code));
        Assert.Equal("Failed", await SignInAsync(other, "Email", code));
        Assert.Equal("Succeeded", await SignInAsync(alice, "Email", code));
        Assert.Equal("Failed", await SignInAsync(other, "Email", code));
    }

    [Fact]
    public async Task Guesses_at_a_sent_code_are_counted_with_all_others()
    {
        await using var host = await StartAsync();
        await AddAsync(host, "Email");
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.GetAsync("/call/send?provider=Email");
        for (var i = 0; i < 5; i++)
            await SignInAsync(browser, "Email", Wrong(_mail.LastCode));

        Assert.Equal("LockedOut", await SignInAsync(browser, "Email", _mail.LastCode));
    }

    [Fact]
    public async Task A_signed_in_user_steps_up_with_a_code_of_that_session()
    {
        await using var host = await StartAsync();
        await AddAsync(host, "Email");
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.GetAsync("/call/send?provider=Email");
        await SignInAsync(browser, "Email", _mail.LastCode);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("", await browser.GetAsync("/call/send?provider=Email"));
        Assert.Equal(2, _mail.Sent.Count);
        var code = _mail.LastCode;
        Assert.Equal("True", await browser.GetAsync($"/call/verify?provider=Email&code={code}"));
        Assert.Equal("False", await browser.GetAsync($"/call/verify?provider=Email&code={code}"));
    }

    [Fact]
    public async Task A_code_is_made_and_checked_where_there_is_no_request()
    {
        await using var host = await StartAsync();
        var id = await AddAsync(host, "Email");
        using (var browser = host.Open())
            await browser.LoginAsync();

        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            Assert.Equal("", await users.GenerateTwoFactorTokenAsync(user, "Email"));
            Assert.True(await users.VerifyTwoFactorTokenAsync(user, "Email", _mail.LastCode));
            Assert.False(await users.VerifyTwoFactorTokenAsync(user, "Email", _mail.LastCode));
            return 0;
        });
    }

    [Fact]
    public async Task What_limits_refuse_is_in_the_log_and_the_page_gets_nothing_to_send()
    {
        await using var host = await StartAsync();
        await AddAsync(host, "Email");
        using var browser = host.Open();
        await browser.LoginAsync();
        for (var i = 0; i < 2; i++)
            Assert.Equal("", await browser.GetAsync("/call/send?provider=Email"));

        Assert.Single(_mail.Sent);
        Assert.Contains(host.Logs.Lines, l => l.Contains("No code was sent for the provider Email: throttled."));
    }

    [Fact]
    public async Task Beside_an_app_the_phone_moves_along_and_the_mailbox_does_not()
    {
        await using var host = await StartAsync();
        var (id, _, _) = await host.AddOldUserAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            (user.PhoneNumber, user.PhoneNumberConfirmed) = (Phone, true);
            return await users.UpdateAsync(user);
        });
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal("Authenticator,Phone", await browser.GetAsync("/call/providers"));
        await browser.GetAsync("/call/send?provider=Email");
        Assert.Empty(_mail.Sent);
        Assert.Equal("Failed", await SignInAsync(browser, "Email", "123456"));
    }

    [Theory]
    [InlineData(false, "alice@example.com", Phone)]
    [InlineData(true, "not an address", "+4915112345678")]
    [InlineData(true, "", "")]
    public async Task What_is_not_confirmed_or_not_taken_does_not_move(bool confirmed, string email, string phone)
    {
        await using var host = await StartAsync();
        var id = await AddAsync(
            host,
            user =>
            {
                (user.Email, user.PhoneNumber) = (email, phone);
                (user.EmailConfirmed, user.PhoneNumberConfirmed) = (confirmed, confirmed);
            }
        );
        using var browser = host.Open();
        await browser.LoginAsync(Mailbox);
        Assert.False((await host.StatusAsync(id)).Enabled);
    }

    [Theory]
    [InlineData("Email")]
    [InlineData("Phone")]
    public async Task Restoring_gives_Identity_its_provider_back(string provider)
    {
        await using var host = await StartAsync();
        var id = await AddAsync(host, provider);
        var migration = host.Services.GetRequiredService<ITwoFactorMigration>();
        Assert.Equal(1, (await migration.RunAsync(dryRun: true)).Changed);
        Assert.Equal(1, (await migration.RunAsync()).Changed);
        Assert.Equal(1, (await migration.RestoreAsync()).Changed);

        await using var scope = host.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IUserStore<IdentityUser>>();
        var user = (await store.FindByIdAsync(id, default))!;
        Assert.True(user.TwoFactorEnabled);
        var key = await ((IUserAuthenticatorKeyStore<IdentityUser>)store).GetAuthenticatorKeyAsync(user, default);
        Assert.True(string.IsNullOrEmpty(key));
    }

    private Task<IdentityHost> StartAsync() =>
        IdentityHost.StartAsync(
            new()
            {
                Build = two =>
                {
                    two.AddEmail().AddGateway(_ => _mail);
                    two.AddSms(o => o.Regions.Add("US")).AddGateway(_ => _sms);
                },
                Map = ManagerCalls.Map,
            }
        );

    // A user of Identity's providers alone.
    private static Task<string> AddAsync(IdentityHost host, params string[] providers) =>
        AddAsync(
            host,
            user =>
            {
                user.EmailConfirmed = providers.Contains("Email");
                if (providers.Contains("Phone"))
                    (user.PhoneNumber, user.PhoneNumberConfirmed) = (Phone, true);
            }
        );

    private static async Task<string> AddAsync(IdentityHost host, Action<IdentityUser> change)
    {
        var id = await host.AddUserAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IUserStore<IdentityUser>>();
        var user = (await store.FindByIdAsync(id, default))!;
        user.TwoFactorEnabled = true;
        change(user);
        await store.UpdateAsync(user, default);
        return id;
    }

    private string LastCode(string provider) => provider == "Email" ? _mail.LastCode : _sms.LastCodeTo(Phone);

    private static string Wrong(string code) => code == "000000" ? "000001" : "000000";

    private static Task<string> SignInAsync(Browser browser, string provider, string code) =>
        browser.GetAsync($"/call/two-factor?provider={provider}&code={code}");
}
