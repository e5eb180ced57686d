using Deque.AxeCore.Playwright;
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
    [InlineData("ctap2", "usb", true)]
    [InlineData("u2f", "usb", false)]
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

    [BrowserTheory, InlineData(true), InlineData(false)]
    public async Task Nothing_moves_when_the_script_comes_whether_the_browser_has_passkeys_or_not(bool hasPasskeys)
    {
        await using var app = await KeyApp.StartAsync();
        var page = await Browser.OpenAsync(app.Url);
        await VirtualKey.AddAsync(page, "ctap2", "internal", isResident: true);
        await SetUpAsync(page);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your recovery codes");
        if (!hasPasskeys)
        {
            await page.AddInitScriptAsync("delete window.PublicKeyCredential;");
        }

        await page.GotoAsync("/security/set-up/webauthn");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await LooksRightAsync();
        await page.GotoAsync("/login?user=alice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the passkey" }).ClickAsync();
        await LooksRightAsync();

        async Task LooksRightAsync()
        {
            await Expect(page.Locator("[data-web-authn]")).ToBeVisibleAsync(new() { Visible = hasPasskeys });
            await Expect(page.Locator("[data-without-web-authn]")).ToBeVisibleAsync(new() { Visible = !hasPasskeys });
            await LayoutShift.IsNothingAsync(page);
            await HasNoFaultsAsync(page);
        }
    }

    [BrowserFact]
    public async Task A_second_key_is_set_up_and_the_first_one_removed()
    {
        await using var app = await KeyApp.StartAsync();
        var page = await Browser.OpenAsync(app.Url);
        var first = await VirtualKey.AddAsync(page, "ctap2", "usb", isResident: false);
        await SetUpAsync(page);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your recovery codes");

        // The browser is told which keys there are, and does not take the same one twice.
        await SetUpOneMoreAsync(page);
        await Expect(page.Locator("[data-failed]")).ToBeVisibleAsync();
        await HasNoFaultsAsync(page);
        var lost = await first.CredentialAsync();
        await first.RemoveAsync();
        var second = await VirtualKey.AddAsync(page, "ctap2", "internal", isResident: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Two-factor authentication");

        await page.Locator("a[href*='/remove']").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.Locator("a[href*='/remove']")).ToHaveCountAsync(1);
        await SignInAsync(page, "/payouts");
        await Expect(page.Locator("body")).ToContainTextAsync("the payouts");

        // Whoever finds the first key cannot sign in with it: nobody asks for it any more.
        await second.RemoveAsync();
        var found = await VirtualKey.AddAsync(page, "ctap2", "usb", isResident: false);
        await found.HoldAsync(lost);
        await SignInAsync(page, "/payouts");
        await Expect(page.Locator("[data-failed]")).ToBeVisibleAsync();
        await HasNoFaultsAsync(page);
    }

    // Axe, on a desk and on a phone.
    private static async Task HasNoFaultsAsync(IPage page)
    {
        foreach (var (width, height) in new[] { (1280, 900), (390, 844) })
        {
            await page.SetViewportSizeAsync(width, height);
            var found = (await page.RunAxe()).Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id} {n.Html}"));
            Assert.Equal("", string.Join('\n', found));
        }

        await page.SetViewportSizeAsync(1280, 900);
    }

    [BrowserFact]
    public async Task A_cloned_key_is_refused_and_told_of()
    {
        await using var app = await KeyApp.StartAsync();
        var page = await Browser.OpenAsync(app.Url);
        var key = await VirtualKey.AddAsync(page, "ctap2", "usb", isResident: false);
        await SetUpAsync(page);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your recovery codes");
        var clone = await key.CredentialAsync();
        await SignInAsync(page, "/payouts");
        await Expect(page.Locator("body")).ToContainTextAsync("the payouts");

        await key.HoldAsync(clone);
        await SignInAsync(page, "/payouts");
        await Expect(page.Locator("#problem")).ToBeVisibleAsync();
        Assert.Contains(
            await app.Get<IAuditService>().ReadAsync("alice").ToListAsync(),
            e => e.Detail?.Contains("counter", StringComparison.Ordinal) == true
        );
    }

    [BrowserFact]
    public async Task A_page_of_another_origin_sets_nothing_up()
    {
        await using var app = await KeyApp.StartAsync(o => o.Origins = ["http://localhost:1"]);
        var page = await Browser.OpenAsync(app.Url);
        await VirtualKey.AddAsync(page, "ctap2", "usb", isResident: false);
        await SetUpAsync(page);
        await Expect(page.Locator("#problem")).ToBeVisibleAsync();
        Assert.False((await app.Get<IEnrollmentService>().GetStatusAsync("alice")).Enabled);
    }

    [BrowserFact]
    public async Task A_key_that_cannot_verify_its_user_is_not_taken_where_that_is_required()
    {
        await using var app = await KeyApp.StartAsync(o => o.UserVerification = WebAuthnUserVerification.Required);
        var page = await Browser.OpenAsync(app.Url);
        await VirtualKey.AddAsync(page, "ctap2", "usb", isResident: false, canVerify: false);
        await SetUpAsync(page);
        await Expect(page.Locator("[data-failed]")).ToBeVisibleAsync();
        Assert.False((await app.Get<IEnrollmentService>().GetStatusAsync("alice")).Enabled);
    }

    [BrowserFact]
    public async Task Of_two_tabs_with_one_sign_in_the_second_goes_on_as_well()
    {
        await using var app = await KeyApp.StartAsync();
        var page = await Browser.OpenAsync(app.Url);
        var key = await VirtualKey.AddAsync(page, "ctap2", "usb", isResident: false);
        await SetUpAsync(page);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your recovery codes");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/login?user=alice&returnUrl=/payouts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Verify" })).ToBeVisibleAsync();

        var other = await page.Context.NewPageAsync();
        await (await VirtualKey.AddAsync(other, "ctap2", "usb", isResident: false)).HoldAsync(
            await key.CredentialAsync()
        );
        await other.GotoAsync(page.Url);
        await other.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Expect(other.Locator("body")).ToContainTextAsync("the payouts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("the payouts");
    }

    private static async Task SetUpOneMoreAsync(IPage page)
    {
        await page.GotoAsync("/security/set-up/webauthn");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
    }

    private static async Task SetUpAsync(IPage page)
    {
        await page.GotoAsync("/login?user=alice");
        await SetUpOneMoreAsync(page);
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
