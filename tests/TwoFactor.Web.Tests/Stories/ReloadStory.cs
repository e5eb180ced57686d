using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>
/// Load the page again, go back, open a second tab: nothing that a page showed is lost, and nothing is done twice.
/// </summary>
public sealed class ReloadStory(WebApp app) : IClassFixture<WebApp>
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_key_stays_through_reload_back_a_second_tab_and_another_language(bool script)
    {
        var user = await Person.AtAsync(app, script: script);
        await user.RegisterAsync(script ? "rosa" : "rolf");
        await user.Page.GotoAsync("/security/set-up");
        await user.FollowAsync("Set up: Authenticator app");
        await user.ClickAsync("Show the QR code");
        var key = await user.KeyAsync();

        await user.Page.ReloadAsync();
        Assert.Equal(key, await user.KeyAsync());
        await user.Page.GoBackAsync();
        await user.Page.GoForwardAsync();
        Assert.Equal(key, await user.KeyAsync());
        var tab = await user.TabAsync(user.Page.Url);
        Assert.Equal(key, await tab.KeyAsync());
        await user.ClickAsync("Deutsch");
        await user.SeesTitleAsync("Einrichten: Authenticator-App");
        Assert.Equal(key, await user.KeyAsync());
        await user.ClickAsync("English");

        // A wrong code is answered by a redirect: to load that page again costs no attempt.
        await user.TypeCodeAsync("000000");
        await user.SeesProblemAsync("The code is wrong. 4 attempts left.");
        await user.Page.ReloadAsync();
        await user.TypeCodeAsync("000000");
        await user.SeesProblemAsync("The code is wrong. 3 attempts left.");
        Assert.Equal(key, await user.KeyAsync());
        await user.ScanAsync();
        await user.TypeCodeOfAppAsync();
        await user.SeesTitleAsync("Your recovery codes");
    }

    [BrowserTheory]
    [InlineData(true, "ruth", "(201) 555-0147")]
    [InlineData(false, "ralf", "(201) 555-0148")]
    public async Task A_code_that_was_sent_waits_through_reload_back_a_second_tab_and_another_language(
        bool script,
        string name,
        string number
    )
    {
        var user = await Person.AtAsync(app, script: script);
        await user.RegisterAsync(name);
        await user.Page.GotoAsync("/security/set-up/sms");
        await user.Page.Locator("#region").SelectOptionAsync("US");
        await user.Page.Locator("#phoneNumber").FillAsync(number);
        await user.ClickAsync("Send code");
        await user.SeesAsync("A code was sent to");
        var code = await user.ReadMessageAsync($"+1{number.Replace("(", "").Replace(") ", "").Replace("-", "")}");
        await user.Page.ReloadAsync();
        await user.SeesAsync("A code was sent to");
        await user.Page.GoBackAsync();
        await user.Page.GoForwardAsync();
        await user.SeesAsync("A code was sent to");
        var tab = await user.TabAsync(user.Page.Url);
        await tab.SeesAsync("A code was sent to");
        await user.ClickAsync("Deutsch");
        await user.ClickAsync("English");
        await Assertions
            .Expect(user.Page.GetByRole(AriaRole.Button, new() { Name = "Authenticate", Exact = true }))
            .ToBeVisibleAsync();
        await user.TypeCodeAsync(code);
        await user.SeesTitleAsync("Your recovery codes");
    }

    [BrowserFact]
    public async Task Recovery_codes_stay_until_they_are_put_away_and_are_then_over()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("rudi");
        await user.Page.GotoAsync("/security/set-up/totp");
        await user.ClickAsync("Show the QR code");
        await user.ScanAsync();
        await user.TypeCodeOfAppAsync();
        await Assertions.Expect(user.Codes).ToHaveCountAsync(10);
        var codes = await user.Codes.AllInnerTextsAsync();

        await user.Page.ReloadAsync();
        Assert.Equal(codes, await user.Codes.AllInnerTextsAsync());
        await user.ClickAsync("Deutsch");
        await user.SeesTitleAsync("Ihre Wiederherstellungscodes");
        Assert.Equal(codes, await user.Codes.AllInnerTextsAsync());
        await user.ClickAsync("English");
        var tab = await user.TabAsync("/security");
        await tab.FollowAsync("Show them");
        Assert.Equal(codes, await tab.Codes.AllInnerTextsAsync());

        await user.ClickAsync("I have kept them. Continue");
        await user.SeesAsync("10 codes left");
        await tab.Page.ReloadAsync();
        await tab.SeesAsync("They are shown only once, and that is over.");
        await tab.LooksRightAsync();
        await user.Page.GoBackAsync();
        await user.SeesAsync("They are shown only once, and that is over.");
    }

    [BrowserFact]
    public async Task What_waits_for_its_first_code_goes_on_from_the_profile()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("rita");
        await user.Page.GotoAsync("/security/set-up/totp");
        await user.ClickAsync("Show the QR code");
        var key = await user.KeyAsync();
        var other = await user.ElsewhereAsync();
        await other.SignInAsync("rita");
        await other.Page.GotoAsync("/security");
        await other.SeesAsync("waits for its first code");
        await other.LooksRightAsync();
        await other.FollowAsync("Continue: Authenticator app");
        Assert.Equal(key, await other.KeyAsync());
        await other.ScanAsync();
        await other.TypeCodeOfAppAsync();
        await other.SeesTitleAsync("Your recovery codes");
    }

    [BrowserFact]
    public async Task On_a_phone_a_link_opens_the_app_and_on_a_desk_the_key_can_be_copied()
    {
        var phone = await Person.AtAsync(app, isPhone: true);
        await phone.RegisterAsync("rhea");
        await phone.Page.GotoAsync("/security/set-up/totp");
        await phone.ClickAsync("Show the QR code");
        var link = phone.Page.GetByRole(AriaRole.Link, new() { Name = "Open in authenticator app" });
        await Assertions.Expect(link).ToBeVisibleAsync();
        Assert.StartsWith("otpauth://totp/", await link.GetAttributeAsync("href"), StringComparison.Ordinal);
        var height = (await phone.Page.Locator("form:has(#code) button").BoundingBoxAsync())!.Height;
        Assert.True(height >= 44, $"The button is {height} high.");

        var desk = await phone.ElsewhereAsync();
        await desk.SignInAsync("rhea");
        await desk.Page.GotoAsync("/security/set-up/totp");
        await Assertions.Expect(desk.Page.GetByText("Open in authenticator app")).ToBeHiddenAsync();
        await desk.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await desk.ClickAsync("Copy key");
        await desk.SeesAsync("Copied");
        var copied = await desk.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Equal(await desk.KeyAsync(), copied.Trim());
    }

    [BrowserFact]
    public async Task The_second_tab_of_a_finished_sign_in_says_so()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("rex");
        await user.TurnOnAppAsync();
        await user.SignOutAsync();
        await user.SignInAsync("rex");
        var tab = await user.TabAsync(user.Page.Url);
        await tab.SeesTitleAsync("Two-factor authentication");
        await user.TypeCodeOfAppAsync();
        await user.SeesAsync("You are signed in as rex.");
        await tab.Page.ReloadAsync();
        await tab.SeesTitleAsync("You are signed in");
        await tab.LooksRightAsync();
        await tab.FollowAsync("Continue");
        await tab.SeesAsync("You are signed in as rex.");

        // Back, the browser shows the form again; the code that is sent with it changes nothing.
        await user.Page.GoBackAsync();
        await user.SeesTitleAsync("You are signed in");
    }

    [BrowserFact]
    public async Task A_lock_passes_without_scripts_too()
    {
        var user = await Person.AtAsync(app, script: false);
        await user.RegisterAsync("rick");
        await user.TurnOnAppAsync();
        await user.SignOutAsync();
        await user.SignInAsync("rick");
        for (var i = 0; i < 5; i++)
            await user.TypeCodeAsync("000000");

        await user.SeesTitleAsync("Locked");
        await user.SeesProblemAsync("Too many failed attempts. Try again in 30 seconds.");
        var refresh = await user.Page.ReloadAsync();
        Assert.Contains("url=/security/locked", refresh!.Headers["refresh"], StringComparison.OrdinalIgnoreCase);
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await user.Page.ReloadAsync();
        await user.SeesAsync("You can try again now.");
        await user.ClickAsync("Try again");
        await user.SeesTitleAsync("Sign in");
        await user.SignInAsync("rick");
        await user.TypeCodeOfAppAsync();
        await user.SeesAsync("You are signed in as rick.");
    }
}
