using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using WebSample.Data;

namespace TwoFactor.Tests;

/// <summary>An interactive page of Blazor Server: a load leads to the step-up page, and the circuit sees a reset.</summary>
public sealed class CircuitStory : IDisposable
{
    private readonly ConcurrentBag<string> _errors = [];
    private WebApp? _app;

    private WebApp App => _app!;

    public void Dispose() => _app?.Dispose();

    [BrowserFact, Trait("Req", "R43")]
    public async Task A_component_leads_to_the_step_up_page_and_back_and_its_circuit_ends_with_a_reset()
    {
        var user = await AtTransfersAsync("cleo", "00:00:00.1");
        await user.SeesAsync("Sent: 0");
        await user.ClickAsync("Send ¥100,000 to alice");
        await user.SeesAsync("Sent: 1");
        await user.LooksRightAsync();

        await ResetAsync("cleo");
        await user.SeesProblemAsync("Your session has ended.");
        Assert.Equal(0, await user.Page.GetByRole(AriaRole.Button).CountAsync());
        await user.LooksRightAsync();
        await user.FollowAsync("Sign in");
        await user.IsAtAsync("/account/sign-in");
        Assert.Empty(_errors);
    }

    [BrowserFact]
    public async Task A_circuit_asks_again_when_the_second_factor_is_old()
    {
        var user = await AtTransfersAsync("otto", "01:00:00");
        App.Clock.Advance(TimeSpan.FromMinutes(6));
        await user.ClickAsync("Send ¥100,000 to alice");
        await user.SeesTitleAsync("Please confirm that it is you");
        await user.TypeCodeOfAppAsync();
        await user.SeesTitleAsync("Transfers");
        await user.ClickAsync("Send ¥100,000 to alice");
        await user.SeesAsync("Sent: 1");
    }

    [BrowserFact, Trait("Req", "R43")]
    public async Task A_circuit_that_has_not_looked_yet_does_nothing_after_a_reset()
    {
        var user = await AtTransfersAsync("vera", "01:00:00");
        await user.ClickAsync("Send ¥100,000 to alice");
        await user.SeesAsync("Sent: 1");
        await ResetAsync("vera");
        await user.ClickAsync("Send ¥100,000 to alice");
        await user.IsAtAsync("/account/sign-in");
    }

    private async Task<Person> AtTransfersAsync(string name, string interval)
    {
        _app = new WebApp(null, new() { ["CircuitInterval"] = interval });
        var user = await Person.AtAsync(_app);
        user.Page.Console += (_, message) =>
        {
            // What the content security policy refuses is written there.
            if (message.Type == "error")
                _errors.Add($"{message.Text} {message.Location}");
        };
        await user.RegisterAsync(name);
        await user.TurnOnAppAsync();
        App.Clock.Advance(TimeSpan.FromMinutes(6));
        await user.Page.GotoAsync("/transfers");
        await user.SeesTitleAsync("Please confirm that it is you");
        await user.TypeCodeOfAppAsync();
        await user.IsAtAsync("/transfers");
        await user.SeesTitleAsync("Transfers");
        return user;
    }

    private async Task ResetAsync(string name)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>().FindByNameAsync(name);
        await App.Get<IResetService>()
            .ResetAsync(
                new()
                {
                    UserId = user!.Id,
                    Actor = "admin",
                    Reason = "lost the phone",
                }
            );
    }
}
