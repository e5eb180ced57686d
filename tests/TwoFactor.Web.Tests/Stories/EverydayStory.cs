using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>What happens around the code: recovery, trust, step-up, locks, two browsers.</summary>
public sealed class EverydayStory(WebApp app) : IClassFixture<WebApp>
{
    [BrowserFact]
    public async Task A_recovery_code_lets_in_once()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("rita");
        var codes = await user.TurnOnAppAsync();
        for (var use = 1; use <= 2; use++)
        {
            await user.SignOutAsync();
            await user.SignInAsync("rita");
            await user.FollowAsync("Recovery code or temporary code");
            await user.TypeCodeAsync(codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
            if (use == 1)
                await user.SeesAsync("You are signed in as rita.");
            else
                await user.SeesProblemAsync("This code was used already.");
        }
    }

    [BrowserFact]
    public async Task A_remembered_device_is_not_asked_but_for_a_step_up()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("dora");
        await user.TurnOnAppAsync();
        await user.SignOutAsync();
        await user.SignInAsync("dora");
        await user.Page.GetByLabel("Remember this device for 30 days").CheckAsync();
        await user.TypeCodeOfAppAsync();
        await user.SeesAsync("You are signed in as dora.");
        await user.SignOutAsync();

        for (var visit = 0; visit < 3; visit++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(10));
            await user.SignInAsync("dora");
            await user.SeesAsync("You are signed in as dora.");
            await user.Page.GotoAsync("/payouts");
            await user.SeesTitleAsync("Please confirm that it is you");
            if (visit < 2)
                await user.SignOutAsync();
        }

        await user.LooksRightAsync();
        await user.TypeCodeOfAppAsync();
        await user.SeesTitleAsync("Payouts");
        await user.LooksRightAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await user.Page.GotoAsync("/payouts");
        await user.SeesTitleAsync("Please confirm that it is you");

        await user.Page.GotoAsync("/security");
        await user.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Forget") }).ClickAsync();
        await user.SeesAsync("The device is forgotten.");
        await user.SignOutAsync();
        await user.SignInAsync("dora");
        await user.SeesTitleAsync("Two-factor authentication");
    }

    [BrowserFact]
    public async Task Five_wrong_codes_lock_and_say_for_how_long()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("leo");
        await user.TurnOnAppAsync();
        await user.SignOutAsync();
        await user.SignInAsync("leo");
        for (var left = 4; left > 0; left--)
        {
            await user.TypeCodeAsync("000000");
            await user.SeesProblemAsync($"The code is wrong. {left} {(left == 1 ? "attempt" : "attempts")} left.");
        }

        await user.TypeCodeAsync("000000");
        await user.SeesProblemAsync("Too many failed attempts. Try again in 30 seconds.");
        await user.LooksRightAsync();
        await user.SignInAsync("leo");
        await user.SeesProblemAsync("Too many failed attempts. Try again in 30 seconds.");
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await user.SignInAsync("leo");
        await user.TypeCodeOfAppAsync();
        await user.SeesAsync("You are signed in as leo.");
    }

    [BrowserFact]
    public async Task Of_two_browsers_with_one_code_one_gets_in()
    {
        var first = await Person.AtAsync(app);
        await first.RegisterAsync("tom");
        await first.TurnOnAppAsync();
        await first.SignOutAsync();
        var second = await first.ElsewhereAsync();
        await first.SignInAsync("tom");
        await second.SignInAsync("tom");
        var code = await first.CodeAsync();
        await Task.WhenAll(first.TypeCodeAsync(code), second.TypeCodeAsync(code));
        var signedIn = new[] { first, second }.Select(p => p.Page.GetByText("You are signed in as tom.").CountAsync());
        Assert.Equal(1, (await Task.WhenAll(signedIn)).Sum());
        var loser = await first.Page.GetByText("You are signed in as tom.").CountAsync() == 0 ? first : second;
        await loser.SeesProblemAsync("This code was used already.");
    }

    [BrowserFact]
    public async Task Turning_it_on_ends_the_other_sessions_and_a_change_asks_for_fresh_proof()
    {
        var here = await Person.AtAsync(app);
        await here.RegisterAsync("nora");
        var there = await here.ElsewhereAsync();
        await there.SignInAsync("nora");
        await there.SeesAsync("You are signed in as nora.");
        await here.TurnOnAppAsync();
        await here.SeesAsync("On");
        await there.Page.GotoAsync("/security");
        await there.SeesTitleAsync("Sign in");

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await here.Page.GotoAsync("/security");
        await here.FollowAsync("Make new codes");
        await here.SeesTitleAsync("Enter your password again");
        await here.EnterPasswordAgainAsync();
        await here.SeesTitleAsync("Please confirm that it is you");
        await here.TypeCodeOfAppAsync();
        await here.SeesTitleAsync("Make new codes");
        await here.ClickAsync("Make new codes");
        await here.SeesTitleAsync("Your recovery codes");
        await here.ClickAsync("I have kept them. Continue");
        await here.Page.GetByText("Rename", new() { Exact = true }).First.ClickAsync();
        await here.Page.GetByLabel("New name").FillAsync("Work phone");
        await here.Page.Locator("form[action*='Rename'] button").ClickAsync();
        await here.SeesAsync("Work phone");
        await here.FollowAsync("Remove Work phone");
        await here.SeesAsync("This is your last method.");
        await here.ClickAsync("Remove it and turn off");
        await here.SeesAsync("The method was removed.");
        await here.SeesAsync("Off");
    }

    [BrowserFact]
    public async Task The_other_pages_look_right()
    {
        var user = await Person.AtAsync(app);
        foreach (var path in new[] { "/", "/account/sign-in", "/account/register", "/outbox", "/error", "/nowhere" })
        {
            await user.Page.GotoAsync(path);
            await user.LooksRightAsync();
        }

        await user.SignInAsync("alice");
        await user.Page.GotoAsync("/account/change-password");
        await user.LooksRightAsync();
        await user.Page.GotoAsync("/security/admin");
        await user.SeesTitleAsync("Not allowed");
        await user.Page.GotoAsync("/security/set-up/sms");
        await user.LooksRightAsync();
    }
}
