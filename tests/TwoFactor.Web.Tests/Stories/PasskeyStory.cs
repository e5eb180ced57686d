using Microsoft.Playwright;
using TwoFactor.WebAuthn;
using static Microsoft.Playwright.Assertions;

namespace TwoFactor.Tests;

/// <summary>Passkeys and security keys through the pages, with the browser's own virtual authenticator.</summary>
[Trait("Req", "R33")]
public sealed class PasskeyStory
{
    [BrowserTheory]
    [InlineData("ctap2", "internal", true)]
    [InlineData("ctap2", "usb", false)]
    public async Task A_key_is_set_up_signs_in_and_steps_up(string protocol, string transport, bool isResident)
    {
        await using var app = await KeyApp.StartAsync();
        var page = await Browser.OpenAsync(app.Url);
        var key = await VirtualKey.AddAsync(page, protocol, transport, isResident);
        await SetUpAsync(page);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your recovery codes");

        await SignInAsync(page, "/payouts");
        await Expect(page.Locator("body")).ToContainTextAsync("the payouts");

        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await page.GotoAsync("/payouts");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Please confirm that it is you");
        await UseKeyAsync(page);
        await Expect(page.Locator("body")).ToContainTextAsync("the payouts");
        Assert.Equal(3, await key.CountAsync());
    }

    [BrowserFact]
    public async Task What_the_browser_refuses_is_not_sent_and_costs_nothing()
    {
        await using var app = await KeyApp.StartAsync(o => o.UserVerification = WebAuthnUserVerification.Required);
        var page = await Browser.OpenAsync(app.Url);
        var key = await VirtualKey.AddAsync(page, "ctap2", "internal", isResident: true);
        await SetUpAsync(page);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your recovery codes");

        // Ten times the user does not show that it is them: nothing is sent, and nobody is locked.
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/login?user=alice");
        await key.SetVerifiedAsync(false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the passkey" }).ClickAsync();
        for (var i = 0; i < 10; i++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
            await Expect(page.Locator("[data-failed]")).ToBeVisibleAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Verify" })).ToBeEnabledAsync();
        }

        await key.SetVerifiedAsync(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("the start page");
    }

    [BrowserFact]
    public async Task Without_script_the_page_says_so_and_offers_another_method()
    {
        await using var app = await KeyApp.StartAsync();
        var page = await Browser.OpenAsync(app.Url, script: false);
        await page.GotoAsync("/login?user=alice");
        await page.GotoAsync("/security/set-up/webauthn");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.Locator("[data-without-web-authn]")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-web-authn]")).ToBeHiddenAsync();
    }

    private static async Task SetUpAsync(IPage page)
    {
        await page.GotoAsync("/login?user=alice");
        await page.GotoAsync("/security/set-up/webauthn");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
    }

    private static async Task SignInAsync(IPage page, string returnUrl)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"/login?user=alice&returnUrl={returnUrl}");
        await UseKeyAsync(page);
    }

    private static async Task UseKeyAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
    }
}
