using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Identity's providers of codes, for users with and without a second factor.</summary>
public sealed class ProviderTests
{
    [Fact]
    public async Task Of_a_user_without_a_second_factor_they_are_as_in_Identity()
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            user.EmailConfirmed = false;
            Assert.Empty(await users.GetValidTwoFactorProvidersAsync(user));

            const string Phone = "+1 202 555 0143";
            var token = await users.GenerateChangePhoneNumberTokenAsync(user, Phone);
            await users.ChangePhoneNumberAsync(user, Phone, token);
            Assert.Equal(["Phone"], await users.GetValidTwoFactorProvidersAsync(user));
            await users.ConfirmEmailAsync(user, await users.GenerateEmailConfirmationTokenAsync(user));
            Assert.Equal(["Email", "Phone"], (await users.GetValidTwoFactorProvidersAsync(user)).Order());
            return 0;
        });
    }

    [Theory]
    [InlineData("Email", "Phone")]
    [InlineData("Phone", "Email")]
    public async Task A_code_is_good_for_its_own_provider_until_the_stamp_moves(string provider, string other)
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            await users.SetPhoneNumberAsync(user, "+1 202 555 0143");
            var code = await users.GenerateTwoFactorTokenAsync(user, provider);
            Assert.True(await users.VerifyTwoFactorTokenAsync(user, provider, code));
            Assert.False(await users.VerifyTwoFactorTokenAsync(user, other, code));
            Assert.False(await users.VerifyTwoFactorTokenAsync(user, provider, "bogus"));

            await users.UpdateSecurityStampAsync(user);
            Assert.False(await users.VerifyTwoFactorTokenAsync(user, provider, code));
            return 0;
        });
    }

    [Fact]
    public async Task One_that_is_not_registered_throws()
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            await Assert.ThrowsAsync<NotSupportedException>(() => users.GenerateTwoFactorTokenAsync(user, "bogus"));
            await Assert.ThrowsAsync<NotSupportedException>(() =>
                users.VerifyTwoFactorTokenAsync(user, "bogus", "bogus")
            );
            return 0;
        });
    }

    [Fact]
    public async Task That_of_authenticator_apps_may_have_another_name()
    {
        await using var host = await IdentityHost.StartAsync(
            new()
            {
                Before = i => i.AddTokenProvider<AuthenticatorTokenProvider<IdentityUser>>("Apps"),
                After = s => s.Configure<IdentityOptions>(o => o.Tokens.AuthenticatorTokenProvider = "Apps"),
            }
        );
        await host.AddUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        var secret = await browser.EnrollAsync();
        host.Clock.NextStep();
        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
        Assert.Equal("/", await browser.CodeAsync(secret));
    }

    [Fact]
    public async Task A_missing_user_is_named()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.WithUsersAsync(async users =>
        {
            foreach (
                var call in new Func<Task>[]
                {
                    () => users.GetTwoFactorEnabledAsync(null!),
                    () => users.SetTwoFactorEnabledAsync(null!, true),
                    () => users.GetValidTwoFactorProvidersAsync(null!),
                    () => users.GenerateTwoFactorTokenAsync(null!, "Email"),
                    () => users.VerifyTwoFactorTokenAsync(null!, null!, null!),
                    () => users.GetAuthenticatorKeyAsync(null!),
                    () => users.ResetAuthenticatorKeyAsync(null!),
                    () => users.CountRecoveryCodesAsync(null!),
                    () => users.GenerateNewTwoFactorRecoveryCodesAsync(null!, 10),
                    () => users.RedeemTwoFactorRecoveryCodeAsync(null!, null!),
                    () => users.AccessFailedAsync(null!),
                    () => users.IsLockedOutAsync(null!),
                    () => users.UpdateSecurityStampAsync(null!),
                    () => users.DeleteAsync(null!),
                }
            )
                await Assert.ThrowsAsync<ArgumentNullException>("user", call);

            return 0;
        });
    }

    [Fact, Trait("Req", "R21")]
    public async Task A_recovery_code_is_redeemed_once_outside_of_a_sign_in()
    {
        await using var host = await IdentityHost.StartAsync();
        var (id, _, codes) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            for (var left = codes.Length - 1; left >= 0; left--)
            {
                Assert.True((await users.RedeemTwoFactorRecoveryCodeAsync(user, codes[left])).Succeeded);
                Assert.False((await users.RedeemTwoFactorRecoveryCodeAsync(user, codes[left])).Succeeded);
                Assert.Equal(left, await users.CountRecoveryCodesAsync(user));
            }

            return 0;
        });
    }
}
