using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Confirmed phones, and users who have nothing else.</summary>
public sealed class PhoneTests
{
    [Theory]
    [InlineData("+14155552671", 2)]
    [InlineData("+4915112345678", 1)]
    public async Task A_confirmed_phone_moves_along_if_it_may_be_sent_to(string phone, int factors)
    {
        await using var host = await IdentityHost.StartAsync(
            new() { Build = two => two.AddSms(o => o.Regions.Add("US")).AddConsole() }
        );
        var (id, _, _) = await host.AddOldUserAsync();
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            user.PhoneNumber = phone;
            user.PhoneNumberConfirmed = true;
            return await users.UpdateAsync(user);
        });
        using var browser = host.Open();
        await browser.LoginAsync();

        Assert.Equal(factors, (await host.StatusAsync(id)).Factors.Count);
    }

    [Fact]
    public async Task Who_has_an_e_mail_alone_keeps_Identitys_second_factor()
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var store = scope.ServiceProvider.GetRequiredService<IUserStore<IdentityUser>>();
            var user = (await store.FindByIdAsync(id, default))!;
            user.TwoFactorEnabled = true;
            await store.UpdateAsync(user, default);
        }

        using var browser = host.Open();
        Assert.Contains("LoginWith2fa", await browser.LoginAsync());
        Assert.Equal("nobody", await browser.WhoAsync());
        await host.WithUsersAsync(async users =>
        {
            var user = (await users.FindByIdAsync(id))!;
            var token = await users.GenerateTwoFactorTokenAsync(user, "Email");
            Assert.True(await users.VerifyTwoFactorTokenAsync(user, "Email", token));
            return 0;
        });
    }
}
