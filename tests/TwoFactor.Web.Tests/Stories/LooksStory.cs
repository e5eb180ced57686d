using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>
/// States that the other stories do not look at: from right to left, long names, questions, locks, the keyboard.
/// </summary>
public sealed class LooksStory(WebApp app) : IClassFixture<WebApp>
{
    [BrowserFact]
    public async Task From_right_to_left_nothing_is_wider_than_the_screen()
    {
        var user = await Person.AtAsync(app, "ar-EG");
        await user.RegisterAsync("nadia");
        await user.TurnOnAppAsync();
        await user.Page.GotoAsync("/security");
        Assert.Equal("rtl", await user.Page.Locator("html").GetAttributeAsync("dir"));
        await user.SeesTitleAsync("المصادقة الثنائية");
        await user.LooksRightAsync();
        await user.SignOutAsync();
        await user.SignInAsync("nadia");
        await user.TypeCodeAsync("000000");
        await user.SeesProblemAsync("الرمز خاطئ");
        await user.LooksRightAsync();
    }

    [BrowserFact]
    public async Task Names_that_are_long_and_questions_before_a_loss()
    {
        var user = await Person.AtAsync(app, "de-DE");
        await user.RegisterAsync(new string('w', 60));
        await user.Page.GotoAsync("/security/set-up/totp");
        await user.Page.Locator("#name").FillAsync(new string('M', 64));
        await user.Page.Locator("form[action*='Begin'] button").ClickAsync();
        await user.ScanAsync();
        await user.TypeCodeOfAppAsync();
        await user.Page.Locator("main form button").ClickAsync();
        await user.Page.GotoAsync("/security");
        await user.LooksRightAsync();
        await user.Page.Locator("a[href*='/remove']").ClickAsync();
        await user.SeesAsync("Das ist Ihre letzte Methode.");
        await user.LooksRightAsync();
        await user.Page.GotoAsync("/security/recovery-codes/new");
        await user.LooksRightAsync();
        await user.Page.GotoAsync("/security/language");
        await user.LooksRightAsync();
    }

    [BrowserFact]
    public async Task Who_says_that_it_was_not_them_is_asked_first_and_told_what_to_do()
    {
        var user = await Person.AtAsync(app);
        await user.Page.GotoAsync("/security/not-me?reference=none");
        await user.SeesTitleAsync("It was not me");
        await user.LooksRightAsync();
        await user.ClickAsync("End the attempt");
        await user.SeesAsync("If the attempt was still open, it is ended now.");
        Assert.DoesNotContain("none", user.Page.Url, StringComparison.Ordinal);
        await user.LooksRightAsync();
    }

    [BrowserFact]
    public async Task A_lock_counts_down_before_the_eyes()
    {
        var user = await Person.AtAsync(app);
        var until = (app.Clock.Now + TimeSpan.FromMinutes(9)).ToUnixTimeSeconds();
        await user.Page.GotoAsync($"/security/locked?until={until}");
        await Assertions
            .Expect(user.Page.Locator(".count"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^8:[0-9]{2}$"));
    }

    [BrowserFact]
    public async Task The_keyboard_alone_sets_up_an_app()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("keiko");
        await user.Page.GotoAsync("/security");
        await user.TabToAsync("Turn on");
        await user.SeesTitleAsync("Choose a method");
        await user.TabToAsync("Authenticator app");
        await user.SeesTitleAsync("Set up: Authenticator app");
        await user.TabToAsync("Show the QR code");
        await Assertions.Expect(user.Page.Locator("img.qr")).ToBeVisibleAsync();
        await user.ScanAsync();
        while (await user.Page.EvaluateAsync<string>("() => document.activeElement.id") != "code")
            await user.Page.Keyboard.PressAsync("Tab");

        await user.Page.Keyboard.TypeAsync(await user.CodeAsync());
        await user.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(user.Page.Locator("#codes li")).ToHaveCountAsync(10);
        await user.TabToAsync("I have kept them");
        await user.IsAtAsync("/security");
        await user.SeesAsync("10 codes left");
    }

    [BrowserFact]
    public async Task The_keyboard_alone_signs_in()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("kim");
        await user.TurnOnAppAsync();
        await user.SignOutAsync();
        await user.Page.GotoAsync("/account/sign-in");
        await Assertions.Expect(user.Page.Locator("#userName")).ToBeFocusedAsync();
        await user.Page.Keyboard.TypeAsync("kim");
        await user.Page.Keyboard.PressAsync("Tab");
        await user.Page.Keyboard.TypeAsync(Person.Password);
        await user.Page.Keyboard.PressAsync("Enter");
        await user.SeesTitleAsync("Second factor");
        await Assertions.Expect(user.Page.Locator("#code")).ToBeFocusedAsync();
        await user.Page.Keyboard.TypeAsync("000000");
        await user.Page.Keyboard.PressAsync("Enter");
        await user.SeesProblemAsync("The code is wrong.");
        await Assertions.Expect(user.Page.Locator("#code")).ToBeFocusedAsync();
        await user.Page.Keyboard.TypeAsync(await user.CodeAsync());
        await user.Page.Keyboard.PressAsync("Enter");
        await user.SeesAsync("You are signed in as kim.");
    }
}
