using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Identity's own passkeys as the first factor.</summary>
public sealed class PasskeyTests
{
    private const byte Present = 0x01;
    private const byte Verified = 0x05;

    [Theory, Trait("Row", "a passkey")]
    [InlineData(false, Present, "Succeeded")]
    [InlineData(false, Verified, "Succeeded")]
    [InlineData(true, Present, "RequiresTwoFactor")]
    [InlineData(true, Verified, "Succeeded")]
    public async Task A_passkey_is_two_factors_if_it_verified_its_user(bool hasLibrary, byte flags, string expected)
    {
        await using var host = await StartAsync(hasLibrary);
        var (_, secret, _) = await host.AddOldUserAsync();
        using var key = await CreateAsync(host, secret);
        using var browser = host.Open();
        host.Clock.NextStep();

        Assert.Equal(expected, await SignInAsync(browser, key, flags));
        Assert.Equal(expected == "Succeeded" ? "alice@example.com" : "nobody", await browser.WhoAsync());
        if (hasLibrary && flags == Verified)
            Assert.Superset(
                new HashSet<string>(["amr=hwk", "amr=user", "amr=mfa"], StringComparer.Ordinal),
                (await browser.GetAsync("/claims")).Split('\n').ToHashSet(StringComparer.Ordinal)
            );

        if (expected == "RequiresTwoFactor")
            Assert.Equal("/", await browser.CodeAsync(secret));
    }

    [Fact]
    public async Task That_a_passkey_is_two_factors_is_a_setting()
    {
        await using var host = await StartAsync(true, o => o.PasskeyIsMultiFactor = false);
        var (_, secret, _) = await host.AddOldUserAsync();
        using var key = await CreateAsync(host, secret);
        using var browser = host.Open();

        Assert.Equal("RequiresTwoFactor", await SignInAsync(browser, key, Verified));
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    [Theory, Trait("Req", "R60")]
    [InlineData(Present, "nobody")]
    [InlineData(Verified, "alice@example.com")]
    public async Task Who_must_have_a_second_factor_has_it_in_a_passkey_that_verified_the_user(
        byte flags,
        string expected
    )
    {
        await using var host = await StartAsync(true);
        await host.AddUserAsync();
        using var key = await CreateAsync(host, null);
        await host.RequireAsync(Requirement.Everyone);
        using var browser = host.Open();

        await SignInAsync(browser, key, flags);
        Assert.Equal(expected, await browser.WhoAsync());
    }

    [Fact]
    public async Task An_answer_that_only_says_that_it_verified_the_user_is_refused()
    {
        await using var host = await StartAsync(true);
        var (_, secret, _) = await host.AddOldUserAsync();
        using var key = await CreateAsync(host, secret);
        key.Tamper = answer =>
        {
            var data = System.Buffers.Text.Base64Url.DecodeFromChars(
                answer["response"]!["authenticatorData"]!.GetValue<string>()
            );
            data[32] = Verified;
            answer["response"]!["authenticatorData"] = System.Buffers.Text.Base64Url.EncodeToString(data);
        };
        using var browser = host.Open();

        Assert.Equal("Failed", await SignInAsync(browser, key, Present));
        Assert.Equal("nobody", await browser.WhoAsync());
    }

    private static Task<IdentityHost> StartAsync(bool hasLibrary, Action<TwoFactorIdentityOptions>? configure = null) =>
        IdentityHost.StartAsync(
            new()
            {
                HasLibrary = hasLibrary,
                Identity = configure,
                After = s =>
                {
                    s.Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
                    s.Configure<IdentityPasskeyOptions>(o => o.UserVerificationRequirement = "preferred");
                },
            }
        );

    private static async Task<SoftKey> CreateAsync(IdentityHost host, byte[]? secret)
    {
        using var browser = host.Open();
        await browser.LoginAsync();
        if (secret is not null)
            await browser.CodeAsync(secret);

        var key = new SoftKey { HashedParty = "localhost", Origin = "https://localhost" };
        var made = await browser.PostTextAsync("/passkey", key.Create(await browser.GetAsync("/passkey/creation")));
        Assert.Equal("Succeeded", made);
        return key;
    }

    private static async Task<string> SignInAsync(Browser browser, SoftKey key, byte flags)
    {
        (key.Flags, key.Counter) = (flags, key.Counter + 1);
        return await browser.PostTextAsync("/passkey/sign-in", key.Get(await browser.GetAsync("/passkey")));
    }
}
