using Microsoft.Playwright;

namespace TwoFactor.Tests;

/// <summary>A user who clicks twice, because that is how one opens things.</summary>
public sealed class ImpatientStory(WebApp app) : IClassFixture<WebApp>
{
    [BrowserFact]
    public async Task A_button_that_is_clicked_twice_sends_once()
    {
        var user = await Person.AtAsync(app);
        await user.RegisterAsync("ivan");
        await user.TurnOnAppAsync();
        await user.SignOutAsync();
        await user.SignInAsync("ivan");
        await user.ScriptHasRunAsync();
        var stopped = await user.Page.EvaluateAsync<bool[]>(
            """
            () => [1, 2].map(() => {
              const event = new SubmitEvent("submit", { bubbles: true, cancelable: true });
              document.querySelector("form:has(#code)").dispatchEvent(event);
              return event.defaultPrevented;
            })
            """
        );
        Assert.Equal([false, true], stopped);
        await user.Page.ReloadAsync();
        await user.Page.Locator("#code").FillAsync(await user.CodeAsync());
        await user.Page.Locator("form:has(#code) button").DblClickAsync();
        await user.SeesAsync("You are signed in as ivan.");

        // Back again, the form can be sent again.
        app.Clock.NextStep();
        await user.SignOutAsync();
        await user.SignInAsync("ivan");
        await user.TypeCodeAsync("000000");
        await user.SeesProblemAsync("The code is wrong.");
        await user.TypeCodeOfAppAsync();
        await user.SeesAsync("You are signed in as ivan.");
    }

    [BrowserFact]
    public async Task Without_scripts_two_clicks_sign_in_too()
    {
        var user = await Person.AtAsync(app, script: false);
        await user.RegisterAsync("irma");
        await user.TurnOnAppAsync();
        await user.SignOutAsync();
        await user.SignInAsync("irma");
        await user.Page.Locator("#code").FillAsync(await user.CodeAsync());
        await user.Page.Locator("form:has(#code) button").DblClickAsync();

        // The browser drops the first answer, or has its cookie and sends the second form, which was made before it. A
        // server that had sent all of a dropped answer before it saw that asks for the password again (decision 0041).
        var isSignedIn = user.Page.GetByText("You are signed in as irma.").First;
        var isOld = user.Page.GetByText("The form is too old").First;
        var isOver = user.Page.GetByText("The sign-in took too long or was ended. Please sign in again.").First;
        await Assertions.Expect(isSignedIn.Or(isOld).Or(isOver).First).ToBeVisibleAsync();
        if (await isOld.IsVisibleAsync())
            await user.Page.GotoAsync("/");

        if (!await isOver.IsVisibleAsync())
        {
            await user.SeesAsync("You are signed in as irma.");
            return;
        }

        app.Clock.NextStep();
        await user.SignInAsync("irma");
        await user.TypeCodeOfAppAsync();
        await user.SeesAsync("You are signed in as irma.");
    }
}
