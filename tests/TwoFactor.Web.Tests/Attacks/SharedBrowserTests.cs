using System.Net;

namespace TwoFactor.Tests;

/// <summary>A browser that several people use, as in a family or a shop: nobody sets up for somebody else.</summary>
public sealed class SharedBrowserTests : IAsyncDisposable
{
    private const string Session = "app";
    private const string Ticket = "TwoFactor.Development";

    private readonly WebApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Req", "R43")]
    public async Task What_zed_sets_up_in_bob_s_browser_is_zed_s(bool registers)
    {
        var browser = new PageClient(_app);
        await browser.SignInAsync("bob");
        Assert.True(await browser.IsSignedInAsync());
        await RequireAsync();
        var answer = registers
            ? await browser.SubmitAsync(
                "/account/register",
                new()
                {
                    ["userName"] = "zed",
                    ["email"] = "zed@example.com",
                    ["password"] = Person.Password,
                }
            )
            : await browser.SignInAsync("alice");
        Assert.StartsWith("/security/required", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.False(await browser.IsSignedInAsync());

        await browser.SubmitAsync("/security/set-up/totp", [], "/security/set-up/totp?handler=Begin");
        var page = new SetUpHtml(await browser.Http.GetStringAsync("/security/set-up/totp"));
        await browser.SubmitAsync(
            "/security/set-up/totp",
            new() { ["factorId"] = page.Field("factorId"), ["code"] = page.Code(_app.Clock.Now) },
            "/security/set-up/totp?handler=Confirm"
        );
        var confirmed = new SetUpHtml(await browser.Http.GetStringAsync("/security/recovery-codes"));
        Assert.Contains("id=\"codes\"", confirmed.Html, StringComparison.Ordinal);
        Assert.Equal([registers ? "zed" : "alice"], await EnrolledAsync());
    }

    [Fact]
    public async Task A_session_of_one_and_a_ticket_of_another_open_no_page_of_set_up()
    {
        var bob = new PageClient(_app);
        await bob.SignInAsync("bob");
        await RequireAsync();
        var alice = new PageClient(_app);
        await alice.SignInAsync("alice");
        alice.SetCookie(Session, bob.Cookie(Session)!);
        foreach (
            var path in new[]
            {
                "/security/set-up/totp",
                "/security/set-up/sms",
                "/security/required",
                "/security/sign-in",
            }
        )
        {
            using var response = await alice.Http.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.Redirect), (path, response.StatusCode));
            Assert.Equal("/account/sign-in", response.Headers.Location!.AbsolutePath);
        }

        foreach (var path in new[] { "/two-factor", "/two-factor/sign-in" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await alice.Http.GetAsync(path)).StatusCode);

        // Each alone is somebody.
        Assert.Equal(HttpStatusCode.OK, (await bob.Http.GetAsync("/two-factor")).StatusCode);
        Assert.NotNull(alice.Cookie(Ticket));
        Assert.Empty(await EnrolledAsync());
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_signs_in()
    {
        var phone = new ApiClient(_app);
        await phone.SignInAsync("alice");
        await phone.TurnOnAsync();
        var browser = new PageClient(_app);
        await browser.SignInAsync("alice");
        var (fields, action) = await browser.FillAsync(
            "/security/sign-in",
            new() { ["code"] = phone.Code() },
            "/security/sign-in?handler=Verify"
        );
        await using var other = new WebApp(_app, null);
        var second = browser.Copy(other);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => browser.Http.PostAsync(action, new FormUrlEncodedContent(fields)))
        );
        Assert.True(await browser.IsSignedInAsync());
        foreach (var answer in answers)
        {
            // One that comes when the sign-in is over is sent to the page, which knows the session by then.
            var location = answer.Headers.Location!;
            if (location.ToString() == "/")
                continue;

            using var page = await browser.Http.GetAsync(location);
            Assert.Equal((HttpStatusCode.Redirect, "/"), (page.StatusCode, page.Headers.Location!.ToString()));
        }

        // Another server of the app knows nothing of the first: the browser asks again, and is signed in by then.
        using var late = await second.Http.PostAsync(action, new FormUrlEncodedContent(fields));
        Assert.StartsWith("/security/sign-in", late.Headers.Location!.ToString(), StringComparison.OrdinalIgnoreCase);
        using var next = await browser.Http.GetAsync(late.Headers.Location);
        Assert.Equal((HttpStatusCode.Redirect, "/"), (next.StatusCode, next.Headers.Location!.ToString()));
    }

    private async Task RequireAsync() =>
        await _app.Get<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });

    private async Task<List<string>> EnrolledAsync()
    {
        await using var scope =
            Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(_app.Services);
        var directory = (IUserDirectory)scope.ServiceProvider.GetService(typeof(IUserDirectory))!;
        var names = new List<string>();
        foreach (var user in await directory.ListAsync(null, 100, default))
        {
            if ((await _app.Get<IEnrollmentService>().GetStatusAsync(user.UserId)).Enabled)
                names.Add(user.UserName);
        }

        return names;
    }
}
