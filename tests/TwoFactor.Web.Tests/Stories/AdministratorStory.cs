using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>An administrator decides who must, and helps who lost the phone.</summary>
public sealed class AdministratorStory : IAsyncDisposable
{
    private readonly WebApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Roles_groups_exemptions_and_grace(bool script)
    {
        var admin = await AdminAsync(script);
        var user = await Person.AtAsync(_app, script: script);

        await admin.Page.GotoAsync("/security/admin");
        await admin.Page.GetByLabel("The roles below").CheckAsync();
        await admin
            .Page.GetByRole(AriaRole.Group, new() { Name = "Roles", Exact = true })
            .GetByLabel("staff", new() { Exact = true })
            .CheckAsync();
        await admin.LooksRightAsync("policy-desktop");
        await admin.ClickAsync("Save");
        await admin.SeesAsync("The policy is in force.");
        await user.SignInAsync("bob");
        await user.SeesTitleAsync("Set up two-factor authentication");
        await user.LooksRightAsync();
        await user.SignInAsync("carol");
        await user.SeesAsync("You are signed in as carol.");
        await user.SignOutAsync();

        await admin.Page.GotoAsync("/security/admin");
        await admin.Page.GetByLabel("The groups below").CheckAsync();
        await admin.Page.GetByLabel("finance", new() { Exact = true }).CheckAsync();
        await admin.ClickAsync("Save");
        await user.SignInAsync("bob");
        await user.SeesAsync("You are signed in as bob.");
        await user.SignOutAsync();
        await user.SignInAsync("carol");
        await user.SeesTitleAsync("Set up two-factor authentication");
        await user.SetUpAppAsync();
        await user.SeesAsync("You are signed in as carol.");
        await user.SignOutAsync();

        await admin.Page.GotoAsync("/security/admin");
        await admin.Page.GetByLabel("Everyone").CheckAsync();
        await admin.Page.GetByLabel("Google").CheckAsync();
        await admin.ClickAsync("Save");
        await user.Page.GotoAsync("/account/sign-in");
        await user.ClickAsync("Continue with Google (simulated)");
        await user.SeesAsync("You are signed in as gina.");
        await user.SignOutAsync();

        await admin.Page.GotoAsync("/security/admin");
        await admin.Page.GetByLabel("Google").UncheckAsync();
        await admin.Page.Locator("#grace").FillAsync("7");
        await admin.ClickAsync("Save");
        await user.Page.GotoAsync("/account/sign-in");
        await user.ClickAsync("Continue with Google (simulated)");
        await user.SeesAsync("After that you cannot sign in without it.");
        await user.LooksRightAsync();
        await user.FollowAsync("Later");
        await user.SeesAsync("Turn it on before");
        await user.LooksRightAsync();
        await user.SignOutAsync();
        _app.Clock.Advance(TimeSpan.FromDays(8));
        await user.Page.GotoAsync("/account/sign-in");
        await user.ClickAsync("Continue with Google (simulated)");
        await user.SeesTitleAsync("Set up two-factor authentication");
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_ends_the_session_and_leads_through_enrolment(bool script)
    {
        var admin = await AdminAsync(script);
        var alice = await Person.AtAsync(_app, script: script);
        await alice.SignInAsync("alice");
        await alice.TurnOnAppAsync();
        var stranger = await Person.AtAsync(_app, script: script);
        await stranger.SignInAsync("alice");

        await admin.Page.GotoAsync("/security/admin/users");
        await admin.LooksRightAsync();
        await admin.Page.Locator("#find").FillAsync("alice@example.com");
        await admin.ClickAsync("Find");
        await admin.SeesTitleAsync("alice");
        await admin.FollowAsync("Reset the second factor");
        await admin.SeesAsync("All methods, recovery codes and trusted devices are lost, and all sessions end");
        await admin.LooksRightAsync();
        await admin.Page.Locator("#reset-reason").FillAsync("lost the phone");
        await admin.ClickAsync("Reset the second factor");
        await admin.SeesAsync("The second factor was reset.");
        await admin.LooksRightAsync();

        await alice.Page.GotoAsync("/security");
        await alice.SeesTitleAsync("Sign in");
        await alice.SeesAsync("You were signed out, because your second factor was reset by an administrator.");
        await alice.LooksRightAsync();
        await stranger.TypeCodeAsync("123456");
        await stranger.SeesAsync("The sign-in took too long or was ended.");
        await alice.SignInAsync("alice");
        await alice.SeesTitleAsync("Set up two-factor authentication");
        await alice.SetUpAppAsync();
        await alice.SeesAsync("You are signed in as alice.");

        await admin.Page.GotoAsync("/security/admin/audit?who=alice");
        await admin.SeesAsync("lost the phone");
        await admin.SeesAsync("The trail is intact.");
        await admin.LooksRightAsync();
        await admin.Page.GotoAsync("/security/admin/adoption");
        await admin.SeesAsync("Everyone: 2 of 5");
        await admin.LooksRightAsync();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_temporary_code_works_once_and_nobody_resets_themself(bool script)
    {
        var admin = await AdminAsync(script);
        var alice = await Person.AtAsync(_app, script: script);
        await alice.SignInAsync("alice");
        await alice.TurnOnAppAsync();
        await alice.SignOutAsync();

        await admin.Page.GotoAsync("/security/admin/users?find=alice");
        await admin.Page.Locator("#code-reason").FillAsync("left the phone at home");
        await admin.ClickAsync("Issue a temporary code");
        var code = await admin.Page.Locator("#temporary-code").InnerTextAsync();
        await alice.SignInAsync("alice");
        await alice.FollowAsync("Recovery code or temporary code");
        await alice.LooksRightAsync();
        await alice.TypeCodeAsync(code);
        await alice.SeesAsync("You are signed in as alice.");
        await alice.SignOutAsync();
        await alice.SignInAsync("alice");
        await alice.FollowAsync("Recovery code or temporary code");
        await alice.TypeCodeAsync(code);
        await alice.SeesProblemAsync("This code was used already.");

        await admin.Page.GotoAsync("/security/admin/users?find=admin");
        await admin.FollowAsync("Reset the second factor");
        await admin.Page.Locator("#reset-reason").FillAsync("myself");
        await admin.ClickAsync("Reset the second factor");
        await admin.SeesProblemAsync("Administrators cannot do this to themselves.");
    }

    private async Task<Person> AdminAsync(bool script)
    {
        var admin = await Person.AtAsync(_app, script: script);
        await admin.SignInAsync("admin");
        await admin.FollowAsync("Administration");
        await admin.SeesTitleAsync("Please confirm that it is you");
        await admin.LooksRightAsync();
        await admin.TurnOnAppAsync();
        return admin;
    }
}
