using TwoFactor.Tests;

namespace TwoFactor.Docs.Tests;

/// <summary>
/// The app of the SDK's own template, with users who set up Identity's second factor on its pages in a real browser;
/// then with the lines of the guide, on the same database.
/// </summary>
public sealed class StockTemplateTests(PackedFeed feed)
{
    private const int MaxLines = 10;

    [BrowserFact]
    public async Task Users_of_the_stock_template_go_on_with_the_same_app_and_the_same_recovery_codes()
    {
        var packing = feed.PackAsync();
        await using var app = await StockApp.NewAsync();
        await app.StartAsync();
        var (alice, bob, carol) = (new StockUser(app, "alice"), new StockUser(app, "bob"), new StockUser(app, "carol"));
        foreach (var user in new[] { alice, bob, carol })
        {
            await user.RegisterAsync();
            await user.SignInAsync();
            await user.ManageAsync("EnableAuthenticator");
            await user.EnrollAsync();
            await user.KeepRecoveryCodesAsync();
        }

        // As it is, the template takes one code twice.
        foreach (var _ in new[] { 1, 2 })
        {
            await alice.SignInAsync();
            await alice.TypeCodeAsync(alice.Code);
            await alice.IsSignedInAsync();
        }

        await app.StopAsync();
        Assert.InRange(await app.AddTwoFactorAsync(await packing), 1, MaxLines);
        await app.StartAsync();

        await OneCodeIsGoodForOneSignInAsync(alice);
        await TheSixthWrongCodeLocksAsync(bob);
        await AResetLeadsThroughTheSetUpPageAsync(app, carol);
        await TheManagePagesWorkAsync(carol);
        await app.StopAsync();
        Assert.DoesNotContain("fail:", app.Output, StringComparison.Ordinal);
    }

    private static async Task OneCodeIsGoodForOneSignInAsync(StockUser user)
    {
        await user.SignInAsync();
        await user.TypeCodeOfAppAsync();
        await user.IsSignedInAsync();

        await user.SignInAsync();
        await user.TypeCodeAsync(user.Code);
        await user.SeesAsync("Invalid authenticator code.");
        await user.IsNotSignedInAsync();

        var code = user.Codes[0];
        await user.SignInAsync();
        await user.TypeRecoveryCodeAsync(code);
        await user.IsSignedInAsync();
        await user.SignInAsync();
        await user.TypeRecoveryCodeAsync(code);
        await user.SeesAsync("Invalid recovery code entered.");
        await user.IsNotSignedInAsync();
    }

    private static async Task TheSixthWrongCodeLocksAsync(StockUser user)
    {
        await user.SignInAsync();
        for (var i = 0; i < 5; i++)
        {
            await user.TypeCodeAsync("000000");
            await user.SeesAsync("Invalid authenticator code.");
        }

        await user.TypeCodeOfAppAsync();
        await user.SeesAsync("This account has been locked out");
        await user.SignInAsync();
        await user.SeesAsync("This account has been locked out");
    }

    private static async Task AResetLeadsThroughTheSetUpPageAsync(StockApp app, StockUser user)
    {
        await user.SignInAsync();
        await user.TypeCodeOfAppAsync();
        await user.IsSignedInAsync();
        await app.ResetAsync(user.Email);
        await user.ManageAsync("Email");
        await user.IsNotSignedInAsync();

        await user.SignInAsync();
        await user.ManageAsync("Email");
        await user.EnrollAsync();
        await user.KeepRecoveryCodesAsync();
        await user.IsSignedInAsync();
    }

    private static async Task TheManagePagesWorkAsync(StockUser user)
    {
        await user.ManageAsync("");
        await user.SubmitAsync(("#Input_PhoneNumber", "+1 202 555 0143"));
        await user.SeesAsync("Your profile has been updated");
        await user.ManageAsync("Email");
        await user.IsAtAsync("/Manage/Email");
        await user.ManageAsync("PersonalData");
        await user.IsAtAsync("/Manage/PersonalData");
        await user.ManageAsync("TwoFactorAuthentication");
        await user.SeesAsync("Reset recovery codes");

        var code = user.Codes[0];
        await user.ManageAsync("GenerateRecoveryCodes");
        await user.SubmitAsync();
        await user.KeepRecoveryCodesAsync();
        Assert.DoesNotContain(code, user.Codes);

        await user.ManageAsync("ResetAuthenticator");
        await user.SubmitAsync();
        await user.EnrollAsync();
        await user.IsSignedInAsync();
        await user.SignInAsync();
        await user.TypeCodeOfAppAsync();
        await user.IsSignedInAsync();

        await user.ManageAsync("ChangePassword");
        await user.ChangePasswordAsync();
        await user.SeesAsync("Your password has been changed.");
        await user.ManageAsync("Disable2fa");
        await user.SubmitAsync();
        await user.SeesAsync("2fa has been disabled.");
        await user.IsSignedInAsync();
        await user.ManageAsync("TwoFactorAuthentication");
        await user.SeesAsync("Add authenticator app");
    }
}
