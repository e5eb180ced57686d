namespace TwoFactor.Tests;

/// <summary>A partial ticket is good once, for one user, for a while, on one transport.</summary>
public sealed class TicketTests : IAsyncDisposable
{
    private readonly WebApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task After_completion_it_is_worth_nothing()
    {
        var user = await WithTicketAsync("alice");
        var ticket = user.Ticket;
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
        _app.Clock.NextStep();
        await DeadAsync(user, ticket, user.Code());
    }

    [Fact]
    public async Task After_a_reset_it_is_worth_nothing()
    {
        var user = await WithTicketAsync("alice");
        var (ticket, code) = (user.Ticket, user.Code());
        await _app.Get<IResetService>()
            .ResetAsync(
                new ResetRequest
                {
                    UserId = await IdAsync("alice"),
                    Actor = "admin",
                    Reason = "lost",
                }
            );
        await DeadAsync(user, ticket, code);
        Assert.Equal("enroll", (await user.SignInAsync("alice"))["decision"]!.GetValue<string>());
        var enrollment = user.Ticket;
        await user.TurnOnAsync("/two-factor/sign-in/enroll");
        Assert.Equal(200, (await user.GetAsync("/api/me")).Status);
        (user.Token, user.Ticket) = (null, enrollment);
        Assert.Equal(401, (await user.PostAsync("/two-factor/sign-in/enroll", new { method = "totp" })).Status);
    }

    [Fact]
    public async Task After_a_lock_it_is_worth_nothing_even_when_the_lock_is_over()
    {
        var user = await WithTicketAsync("alice");
        var ticket = user.Ticket;
        for (var i = 0; i < 4; i++)
            Assert.Equal(
                "invalid_code",
                Code((await user.PostAsync("/two-factor/sign-in/verify", new { code = "000000" })).Body)
            );

        var (_, last) = await user.PostAsync("/two-factor/sign-in/verify", new { code = "000000" });
        Assert.Equal((0, 30), (last["attemptsLeft"]!.GetValue<int>(), last["retryAfter"]!.GetValue<int>()));
        var (status, locked) = await user.PostAsync(
            "/api/sign-in",
            new { userName = "alice", password = Person.Password }
        );
        Assert.Equal((423, "locked"), (status, Code(locked)));
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        await DeadAsync(user, ticket, user.Code());
    }

    [Fact]
    public async Task After_a_change_of_the_password_it_is_worth_nothing()
    {
        var user = await WithTicketAsync("alice");
        var (ticket, page) = (user.Ticket, new PageClient(_app));
        await page.SignInAsync("alice");
        await page.TypeCodeAsync(user.Code());
        Assert.True(await page.IsSignedInAsync());
        await page.SubmitAsync(
            "/account/change-password",
            new() { ["current"] = Person.Password, ["fresh"] = "Other-password-2" }
        );
        _app.Clock.NextStep();
        await DeadAsync(user, ticket, user.Code());
    }

    [Fact]
    public async Task After_ten_minutes_it_is_worth_nothing()
    {
        var user = await WithTicketAsync("alice");
        _app.Clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.Equal(200, (await user.GetAsync("/two-factor/sign-in")).Status);
        _app.Clock.Advance(TimeSpan.FromMinutes(0.2));
        await DeadAsync(user, user.Ticket, user.Code());
    }

    [Fact]
    public async Task It_is_good_for_its_own_user_alone()
    {
        var alice = await WithTicketAsync("alice");
        var bob = await WithTicketAsync("bob");
        (alice.Ticket, bob.Ticket) = (bob.Ticket, alice.Ticket);
        Assert.Equal(
            "invalid_code",
            Code((await alice.PostAsync("/two-factor/sign-in/verify", new { code = alice.Code() })).Body)
        );
        var (_, body) = await bob.PostAsync(
            "/two-factor/sign-in/verify",
            new { code = bob.Code(), userId = await IdAsync("bob") }
        );
        Assert.Equal("invalid_code", Code(body));
    }

    [Fact]
    public async Task What_was_issued_for_a_header_is_no_cookie_and_the_other_way_round()
    {
        var user = await WithTicketAsync("alice");
        var page = new PageClient(_app);
        page.SetCookie("TwoFactor.Development", user.Ticket!);
        Assert.Equal(
            System.Net.HttpStatusCode.Unauthorized,
            (await page.Http.GetAsync("/two-factor/sign-in")).StatusCode
        );
        await page.SignInAsync("alice");
        Assert.Equal(System.Net.HttpStatusCode.OK, (await page.Http.GetAsync("/two-factor/sign-in")).StatusCode);
        user.Ticket = page.Cookie("TwoFactor.Development");
        Assert.Equal(401, (await user.GetAsync("/two-factor/sign-in")).Status);
    }

    [Fact]
    public async Task An_altered_one_is_none()
    {
        var user = await WithTicketAsync("alice");
        var ticket = user.Ticket!;
        foreach (
            var altered in new[]
            {
                "",
                "x",
                ticket[..^4],
                $"{ticket[..40]}AAAA{ticket[44..]}",
                new string('A', 100_000),
            }
        )
        {
            user.Ticket = altered;
            Assert.Contains((await user.GetAsync("/two-factor/sign-in")).Status, new[] { 401, 431 });
        }
    }

    [Fact]
    public async Task A_user_who_is_asked_for_a_code_cannot_enrol_around_it()
    {
        var user = await WithTicketAsync("alice");
        Assert.Equal("challenge", (await user.GetAsync("/two-factor/sign-in")).Body["decision"]!.GetValue<string>());
        var (status, body) = await user.PostAsync("/two-factor/sign-in/enroll", new { method = "totp" });
        Assert.Equal((403, "reauthentication_required"), (status, Code(body)));
        Assert.Equal(
            410,
            (await user.PostAsync("/two-factor/sign-in/enroll/x/confirm", new { code = user.Code() })).Status
        );
    }

    [Fact]
    public async Task Of_parallel_presentations_of_one_code_one_signs_in()
    {
        var user = await WithTicketAsync("alice");
        var code = user.Code();
        var clients = Enumerable.Range(0, 16).Select(_ => new ApiClient(_app) { Ticket = user.Ticket });
        var statuses = await Task.WhenAll(
            clients.Select(async c => (await c.PostAsync("/two-factor/sign-in/verify", new { code })).Status)
        );
        Assert.Equal(1, statuses.Count(s => s == 200));
    }

    private static string? Code(System.Text.Json.Nodes.JsonObject body) => body["code"]?.GetValue<string>();

    private static async Task DeadAsync(ApiClient user, string? ticket, string code)
    {
        (user.Token, user.Ticket) = (null, ticket);
        Assert.Equal(401, (await user.GetAsync("/two-factor/sign-in")).Status);
        Assert.Equal(401, (await user.PostAsync("/two-factor/sign-in/challenge")).Status);
        var (status, body) = await user.PostAsync("/two-factor/sign-in/verify", new { code });
        Assert.Equal((401, "sign_in_required"), (status, Code(body)));
    }

    private async Task<string> IdAsync(string name)
    {
        await using var scope =
            Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(_app.Services);
        var directory = (IUserDirectory)scope.ServiceProvider.GetService(typeof(IUserDirectory))!;
        return (await directory.FindByNameAsync(name, default))!.UserId;
    }

    private async Task<ApiClient> WithTicketAsync(string name)
    {
        var user = new ApiClient(_app);
        await user.SignInAsync(name);
        await user.TurnOnAsync();
        Assert.Equal("challenge", (await user.SignInAsync(name))["decision"]!.GetValue<string>());
        return user;
    }
}
