using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>What the pages call things, and what they leave out.</summary>
public sealed class WordsStory(WebApp app) : IClassFixture<WebApp>
{
    [BrowserFact]
    public async Task The_sign_in_says_who_it_is_for_what_is_typed_and_how_many_codes_are_left()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("wanda");
        var codes = await user.TurnOnAppAsync();
        await user.SignOutAsync();
        await user.SignInAsync("wanda");
        await user.SeesAsync("Signing in as w•••");
        await Assertions.Expect(user.Page.GetByLabel("6-digit code")).ToBeFocusedAsync();
        await user.SeesAsync("Remember this device for 30 days");
        await user.SeesAsync("Only on a device of your own.");
        await Assertions.Expect(user.Page.GetByRole(AriaRole.Button, new() { Name = "Verify" })).ToBeVisibleAsync();
        await user.FollowAsync("Recovery code or temporary code");
        await user.TypeCodeAsync(codes[0]);
        await user.SeesAsync("You are signed in as wanda.");

        await user.Page.GotoAsync("/security");
        await user.SeesAsync("9 codes left");
        await user.SeesAsync("With one method only, a lost phone locks you out.");
        await user.SeesAsync("Authenticator app was turned on");
        await user.SeesAsync("A code was accepted (Recovery code)");
        await Assertions.Expect(user.Page.GetByText("verification.accepted")).ToHaveCountAsync(0);
        await user.FollowAsync("Make new codes");
        await user.SeesAsync("the old codes no longer work");
        await user.ClickAsync("Make new codes");
        await user.SeesAsync("The old codes no longer work.");
    }

    [BrowserFact]
    public async Task Times_are_those_of_the_place_where_the_browser_is()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("wim");
        await user.TurnOnAppAsync();
        await user.ScriptHasRunAsync();
        var time = user.Page.Locator(".events time").First;
        var utc = DateTime.Parse(
            (await time.GetAttributeAsync("datetime"))!,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AdjustToUniversal
        );
        var there = utc.AddHours(9).ToString("h:mm tt", System.Globalization.CultureInfo.InvariantCulture);
        Assert.EndsWith(there, (await time.InnerTextAsync()).Replace('\u202F', ' '), StringComparison.Ordinal);

        // Without scripts they say which time they are.
        await user.Page.GotoAsync("/security/recovery-codes/new");
        await user.ClickAsync("Make new codes");
        var plain = await Person.AtAsync(app, script: false);
        await plain.SignInAsync("wim");
        await plain.FollowAsync("Recovery code or temporary code");
        await plain.TypeCodeAsync(await user.Codes.First.InnerTextAsync());
        await plain.SeesAsync("You are signed in as wim.");
        await plain.Page.GotoAsync("/security");
        Assert.EndsWith(" UTC", await plain.Page.Locator(".events time").First.InnerTextAsync());
    }

    [BrowserFact]
    public async Task The_policy_shows_what_is_chosen_who_changed_it_and_names_in_place_of_ids()
    {
        await using var own = new WebApp();
        var admin = await Person.AtAsync(own);
        await admin.SignInAsync("admin");
        await admin.TurnOnAppAsync();
        await admin.Page.GotoAsync("/security/admin");
        await admin.SeesAsync("Nobody has changed it yet.");
        var roles = admin.Page.GetByRole(AriaRole.Group, new() { Name = "Roles", Exact = true });
        var groups = admin.Page.GetByRole(AriaRole.Group, new() { Name = "Groups", Exact = true });
        await Assertions.Expect(roles).ToBeHiddenAsync();
        await Assertions.Expect(groups).ToBeHiddenAsync();
        await admin.Page.GetByLabel("The roles below").CheckAsync();
        await Assertions.Expect(roles).ToBeVisibleAsync();
        await Assertions.Expect(groups).ToBeHiddenAsync();
        await admin.Page.GetByLabel("The groups below").CheckAsync();
        await Assertions.Expect(roles).ToBeHiddenAsync();
        await Assertions.Expect(groups).ToBeVisibleAsync();
        await admin.Page.GetByLabel("Everyone").CheckAsync();
        await admin.ClickAsync("Save");
        await admin.SeesAsync("Last changed by admin on");

        // A column that no user has anything in is not there.
        await admin.Page.GotoAsync("/security/admin/users");
        await Assertions
            .Expect(admin.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Roles" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Id" })).ToHaveCountAsync(0);
        await admin.Page.GotoAsync("/security/admin/audit");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Cell, new() { Name = "admin" }).First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Identitys_own_messages_are_in_the_language_of_the_user()
    {
        var user = await Person.AtAsync(app, "de-DE");
        await user.Page.GotoAsync("/account/register");
        await user.SeesTitleAsync("Registrieren");
        await user.Page.Locator("#userName").FillAsync("werner");
        await user.Page.Locator("#email").FillAsync("werner@example.com");
        await user.Page.Locator("#password").FillAsync("nur-kleine-buchstaben");
        await user.Page.Locator("main form button").First.ClickAsync();
        await user.SeesProblemAsync("Das Passwort");
        Assert.DoesNotContain("Passwords must", await user.Page.ContentAsync(), StringComparison.Ordinal);
        await user.LooksRightAsync();
    }

    [BrowserFact]
    public async Task Every_page_has_a_way_back()
    {
        await using var own = new WebApp();
        var user = await Person.AtAsync(own);
        await user.SignInAsync("admin");
        await user.TurnOnAppAsync();
        await user.Page.GotoAsync("/security");
        var remove = (await user.Page.Locator("a[href*='/remove']").First.GetAttributeAsync("href"))!;
        string[] pages =
        [
            "",
            "/set-up",
            "/set-up/totp",
            "/set-up/sms",
            "/set-up/email",
            "/recovery-codes",
            "/recovery-codes/new",
            "/step-up",
            "/password",
            "/locked?until=99999999999",
            "/admin",
            "/admin/users",
            "/admin/user?id=ID",
            "/admin/reset?id=ID",
            "/admin/adoption",
            "/admin/audit",
            "/admin/purge",
        ];
        await user.Page.GotoAsync("/security/admin/users");
        var person = await user.Page.Locator("table a[href*='/admin/user']").First.GetAttributeAsync("href");
        var id = Uri.EscapeDataString(System.Web.HttpUtility.ParseQueryString(person!.Split('?')[1])["id"]!);
        foreach (
            var page in pages.Select(p => $"/security{p.Replace("ID", id, StringComparison.Ordinal)}").Append(remove)
        )
        {
            await user.Page.GotoAsync(page);
            await user.IsAtAsync(page.Split('?')[0]);
            var ways = await user.Page.Locator("main a, main button.link").AllInnerTextsAsync();
            Assert.True(
                ways.Any(w =>
                    w is "Back" or "Cancel" or "Keep it" or "To the start page" or "I have kept them. Continue"
                ),
                $"{page} has only: {string.Join(", ", ways)}"
            );
        }
    }

    [BrowserFact]
    public async Task Print_is_offered_on_a_desk_and_copy_where_it_works()
    {
        var desk = await Person.AtAsync(app);
        await desk.RegisterAsync("walt");
        await desk.TakeCodesAsync();
        await Assertions.Expect(Button(desk, "Print")).ToBeVisibleAsync();
        await Assertions.Expect(Button(desk, "Copy")).ToBeVisibleAsync();

        var phone = await Person.AtAsync(app, isPhone: true);
        await phone.RegisterAsync("willa");
        await phone.TakeCodesAsync();
        await Assertions.Expect(Button(phone, "Print")).ToBeHiddenAsync();
        await Assertions.Expect(Button(phone, "Copy")).ToBeVisibleAsync();

        var plain = await Person.AtAsync(app, script: false);
        await plain.RegisterAsync("wilma");
        await plain.TakeCodesAsync();
        await Assertions.Expect(Button(plain, "Print")).ToBeHiddenAsync();
        await Assertions.Expect(Button(plain, "Copy")).ToBeHiddenAsync();
        await Assertions.Expect(plain.Page.GetByRole(AriaRole.Link, new() { Name = "Download" })).ToBeVisibleAsync();

        static ILocator Button(Person person, string name) =>
            person.Page.Locator("button", new() { HasTextString = name });
    }
}
