namespace TwoFactor.Tests;

/// <summary>A user turns a second factor on with an authenticator app, and signs in with it.</summary>
public sealed class AuthenticatorStory(WebApp app) : IClassFixture<WebApp>
{
    [BrowserFact]
    public async Task From_the_profile_to_the_next_sign_in()
    {
        var alice = await Person.AtAsync(app);
        await alice.SignInAsync("alice");
        await alice.SeesAsync("You are signed in as alice.");
        await alice.FollowAsync("Profile");
        await alice.LooksRightAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await alice.FollowAsync("Turn on");
        await alice.SeesTitleAsync("Enter your password again");
        await alice.LooksRightAsync();
        await alice.EnterPasswordAgainAsync();
        await alice.SeesTitleAsync("Choose a method");
        await alice.LooksRightAsync();
        await alice.FollowAsync("Set up: Authenticator app");
        await alice.LooksRightAsync();
        await alice.Page.Locator("#name").FillAsync("My phone");
        await alice.ClickAsync("Show the QR code");
        await alice.ScanAsync();
        await alice.LooksRightAsync("authenticator-desktop");

        await alice.TypeCodeAsync("000000");
        await alice.SeesProblemAsync("The code is wrong. 4 attempts left.");
        await alice.ScanAsync();
        await alice.TypeCodeOfAppAsync();
        await alice.SeesTitleAsync("Your recovery codes");
        await alice.LooksRightAsync("recovery-codes-phone");
        var codes = await alice.Page.Locator("#codes code").AllInnerTextsAsync();
        var download = await alice.Page.RunAndWaitForDownloadAsync(() => alice.FollowAsync("Download"));
        Assert.EndsWith("-recovery-codes.txt", download.SuggestedFilename, StringComparison.Ordinal);
        var file = await File.ReadAllLinesAsync((await download.PathAsync())!);
        Assert.Contains(" · ", file[0], StringComparison.Ordinal);
        Assert.Equal(["Your recovery codes", "", .. codes], file[1..]);
        await alice.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await alice.ClickAsync("Copy");
        await alice.SeesAsync("Copied");
        Assert.Equal(
            codes,
            (await alice.Page.EvaluateAsync<string>("navigator.clipboard.readText()")).Trim().Split('\n')
        );
        await alice.ClickAsync("I have kept them. Continue");
        await alice.SeesAsync("My phone");
        await alice.LooksRightAsync("profile-desktop");

        await alice.SignOutAsync();
        await alice.SignInAsync("alice");
        await alice.SeesTitleAsync("Two-factor authentication");
        await alice.LooksRightAsync("second-factor-phone");
        await alice.Page.GotoAsync("/security");
        await alice.SeesTitleAsync("Sign in");

        app.Clock.NextStep();
        await alice.SignInAsync("alice");
        await alice.TypeCodeOfAppAsync();
        await alice.SeesAsync("You are signed in as alice.");
    }

    [BrowserFact]
    public async Task Without_JavaScript_it_is_the_same()
    {
        var erin = await Person.AtAsync(app, script: false);
        await erin.RegisterAsync("erin");
        await erin.TurnOnAppAsync();
        await erin.SeesAsync("On");
        await erin.SignOutAsync();
        await erin.SignInAsync("erin");
        await erin.TypeCodeOfAppAsync();
        await erin.SeesAsync("You are signed in as erin.");
    }
}
