using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>A passkey that counts as both factors is added with the proof that every other factor asks for.</summary>
[Trait("Req", "R42")]
public sealed class PasskeyProofTests
{
    [Fact]
    public async Task Who_has_a_second_factor_adds_a_passkey_with_a_fresh_proof_alone()
    {
        await using var host = await StartAsync();
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        host.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("Failed : TwoFactorProof", await browser.GetAsync("/add-passkey?id=1"));

        host.Clock.NextStep();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        Assert.Equal("Succeeded", await browser.GetAsync("/add-passkey?id=1"));

        // What a sign-in notes of it afterwards is no new passkey.
        host.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("Succeeded", await browser.GetAsync("/add-passkey?id=1"));
        Assert.Equal("Failed : TwoFactorProof", await browser.GetAsync("/add-passkey?id=2"));
    }

    [Theory, Trait("Row", "adding a passkey")]
    [InlineData(false, "Succeeded")]
    [InlineData(true, "Failed : TwoFactorProof")]
    public async Task A_session_of_long_ago_adds_one_without_the_library(bool hasLibrary, string answer)
    {
        await using var host = await StartAsync(hasLibrary: hasLibrary);
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        host.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(answer, await browser.GetAsync("/add-passkey?id=1"));
    }

    [Fact]
    public async Task Without_a_session_of_the_user_none_is_added()
    {
        await using var host = await StartAsync();
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await browser.CodeAsync(secret);
        var result = await host.WithUsersAsync(async u =>
            await u.AddOrUpdatePasskeyAsync((await u.FindByNameAsync("alice@example.com"))!, Passkey(1))
        );
        Assert.False(result.Succeeded);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Where_it_replaces_no_second_factor_it_is_as_before(bool isMultiFactor, bool hasSecondFactor)
    {
        await using var host = await StartAsync(o => o.PasskeyIsMultiFactor = isMultiFactor);
        byte[]? secret = null;
        if (hasSecondFactor)
            (_, secret, _) = await host.AddOldUserAsync();
        else
            await host.AddUserAsync();

        using var browser = host.Open();
        await browser.LoginAsync();
        if (secret is not null)
            await browser.CodeAsync(secret);

        host.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("Succeeded", await browser.GetAsync("/add-passkey?id=1"));
    }

    [Fact]
    public async Task Passkeys_of_a_user_without_a_second_factor_are_kept_as_before()
    {
        await using var host = await StartAsync();
        var id = await host.AddUserAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            Assert.True((await users.AddOrUpdatePasskeyAsync(user, Passkey(1))).Succeeded);
            Assert.True((await users.AddOrUpdatePasskeyAsync(user, Passkey(2))).Succeeded);
            var kept = (await users.GetPasskeyAsync(user, [1]))!;
            kept.Name = "phone";
            Assert.True((await users.AddOrUpdatePasskeyAsync(user, kept)).Succeeded);
            Assert.Equal("phone", (await users.GetPasskeyAsync(user, [1]))!.Name);

            Assert.True((await users.RemovePasskeyAsync(user, [2])).Succeeded);
            Assert.Equal([1], Assert.Single(await users.GetPasskeysAsync(user)).CredentialId);
            return 0;
        });
    }

    private static Task<IdentityHost> StartAsync(
        Action<TwoFactorIdentityOptions>? configure = null,
        bool hasLibrary = true
    ) =>
        IdentityHost.StartAsync(
            new()
            {
                HasLibrary = hasLibrary,
                Identity = configure,
                After = s => s.AddSingleton<IStartupFilter>(new PasskeyPage()),
            }
        );

    private static UserPasskeyInfo Passkey(byte id) =>
        new([id], RandomNumberGenerator.GetBytes(32), DateTimeOffset.UnixEpoch, 0, [], true, false, false, [], []);

    /// <summary>Adds a passkey as the page of a host does, after the ceremony.</summary>
    private sealed class PasskeyPage : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Map(
                    "/add-passkey",
                    page =>
                        page.Run(async context =>
                        {
                            var users = context.RequestServices.GetRequiredService<UserManager<IdentityUser>>();
                            var session = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
                            var user = (await users.GetUserAsync(session.Principal!))!;
                            var id = byte.Parse(
                                context.Request.Query["id"].ToString(),
                                System.Globalization.CultureInfo.InvariantCulture
                            );
                            await context.Response.WriteAsync(
                                (await users.AddOrUpdatePasskeyAsync(user, Passkey(id))).ToString()
                            );
                        })
                );
                next(app);
            };
    }
}
