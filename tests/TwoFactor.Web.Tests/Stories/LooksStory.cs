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

    [BrowserTheory]
    [InlineData("ar-EG", "سجلات")]
    [InlineData("de-DE", "Verwaltung")]
    public async Task The_pages_of_administrators_with_long_names_fit_in_every_direction(string language, string name)
    {
        await using var own = new WebApp();
        var user = await Person.AtAsync(own);
        await user.RegisterAsync(new string('w', 60));
        await user.Page.GotoAsync("/security/set-up/totp");
        await user.Page.Locator("#name").FillAsync(string.Concat(Enumerable.Repeat($"{name}-", 6)));
        await user.Page.Locator("form[action*='Begin'] button").ClickAsync();
        await user.ScanAsync();
        await user.TypeCodeOfAppAsync();

        var admin = await Person.AtAsync(own, language);
        await admin.SignInAsync("admin");
        await admin.TurnOnAppAsync();
        await admin.Page.GotoAsync("/security/admin/users");
        await admin.LooksRightAsync();
        await admin.Page.Locator("table a", new() { HasText = "wwww" }).ClickAsync();
        await admin.LooksRightAsync();
        await admin.Page.Locator("a[href*='/admin/reset']").ClickAsync();
        await admin.LooksRightAsync();
        foreach (var page in new[] { "", "/adoption", "/audit", "/purge" })
        {
            await admin.Page.GotoAsync($"/security/admin{page}");
            await admin.LooksRightAsync();
        }

        await admin.Page.Locator("main form button").ClickAsync();
        await Assertions.Expect(admin.Page.Locator(".notice")).ToBeVisibleAsync();
        await admin.LooksRightAsync();
    }

    [BrowserFact]
    public async Task What_is_wrong_has_the_focus_on_the_pages_of_administrators_too()
    {
        await using var own = new WebApp();
        var alice = await Person.AtAsync(own);
        await alice.SignInAsync("alice");
        await alice.TurnOnAppAsync();
        var admin = await Person.AtAsync(own);
        await admin.SignInAsync("admin");
        await admin.TurnOnAppAsync();

        await admin.Page.GotoAsync("/security/admin/users?find=nobody");
        await admin.SeesProblemAsync("There is no such user.");
        await admin.HasFocusAsync("#find");
        await admin.LooksRightAsync();
        await admin.Page.GotoAsync("/security/admin/users?find=alice");
        await admin.Page.Locator("#code-reason").FillAsync(" ");
        await admin.ClickAsync("Issue a temporary code");
        await admin.SeesProblemAsync("A reason is asked for.");
        await admin.HasFocusAsync("#code-reason");
        await admin.LooksRightAsync();
        await admin.FollowAsync("Reset the second factor");
        await admin.Page.Locator("#reset-reason").FillAsync(" ");
        await admin.ClickAsync("Reset the second factor");
        await admin.SeesProblemAsync("A reason is asked for.");
        await admin.HasFocusAsync("#reset-reason");
        await admin.LooksRightAsync();

        await admin.Page.GotoAsync("/security/admin");
        await admin.Page.GetByLabel("The roles below").CheckAsync();
        await admin.Page.Locator("#grace").FillAsync("9");
        await admin.Page.Locator("#reason").FillAsync("because");
        await admin.ClickAsync("Save");
        await admin.SeesProblemAsync("Choose a role, or type its name.");
        await admin.HasFocusAsync("#more-roles");
        await Assertions.Expect(admin.Page.GetByLabel("The roles below")).ToBeCheckedAsync();
        await Assertions.Expect(admin.Page.Locator("#grace")).ToHaveValueAsync("9");
        await Assertions.Expect(admin.Page.Locator("#reason")).ToHaveValueAsync("because");
        await admin.LooksRightAsync();
        await admin.Page.Locator("#more-roles").FillAsync("board");
        await admin.ClickAsync("Save");
        await admin.SeesAsync("The policy is in force.");
        await Assertions.Expect(admin.Page.GetByLabel("board").First).ToBeCheckedAsync();
    }

    [BrowserFact]
    public async Task Codes_by_e_mail_are_set_up()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("emil");
        await user.Page.GotoAsync("/security/set-up/email");
        await user.LooksRightAsync();
        await user.Page.Locator("main input[name^='input.']").FillAsync("emil@nowhere");
        await user.ClickAsync("Send code");
        await user.SeesProblemAsync("That is no e-mail address.");
        await user.LooksRightAsync();
        await user.Page.Locator("main input[name^='input.']").FillAsync("emil@example.com");
        await user.ClickAsync("Send code");
        await user.SeesAsync("A code was sent to");
        await user.LooksRightAsync();
        await user.TypeCodeAsync(await user.ReadMessageAsync("emil@example.com"));
        await user.SeesTitleAsync("Your recovery codes");
    }

    [BrowserFact]
    public async Task High_contrast_loses_nothing()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("hector");
        await user.TurnOnAppAsync();
        await user.LooksRightInHighContrastAsync();
        await user.Page.GotoAsync("/security/set-up/sms");
        await user.LooksRightInHighContrastAsync();
        await user.SignOutAsync();
        await user.SignInAsync("hector");
        await user.TypeCodeAsync("000000");
        await user.SeesProblemAsync("The code is wrong.");
        await user.LooksRightInHighContrastAsync();
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
        await user.SeesTitleAsync("Two-factor authentication");
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
