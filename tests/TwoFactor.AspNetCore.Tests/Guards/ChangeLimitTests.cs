namespace TwoFactor.Tests;

/// <summary>Changes that ask for no proof are limited for each user, wherever the requests come from.</summary>
public sealed class ChangeLimitTests
{
    [Fact]
    [Trait("Req", "R42")]
    public async Task One_session_does_not_fill_the_trail_with_names()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        var factor = (await user.TurnOnAsync())["factor"]!["factorId"]!.GetValue<string>();
        var answers = new List<(int Status, string? Code)>();
        for (var i = 0; i < 100; i++)
        {
            user.Headers["X-Test-Address"] = $"198.51.100.{i}";
            var answer = await user.SendAsync(HttpMethod.Patch, $"/two-factor/factors/{factor}", new { name = $"{i}" });
            answers.Add((answer.Status, Visitor.CodeOf(answer)));
        }

        Assert.InRange(answers.Count(a => a.Status == 200), 10, 30);
        Assert.All(answers.Where(a => a.Status != 200), a => Assert.Equal((429, "throttled"), a));
        Assert.True(user.Last!.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        // Another user is not limited by it, and neither is reading.
        Assert.Equal(200, (await user.GetAsync("/two-factor")).Status);
        using var other = host.Visitor();
        await other.LoginAsync("bob");
        await other.TurnOnAsync();
    }

    [Fact]
    public async Task Nor_with_challenges_of_an_app_s_codes()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        var statuses = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            user.Headers["X-Test-Address"] = $"198.51.100.{i}";
            statuses.Add((await user.PostAsync("/two-factor/step-up/challenge")).Status);
        }

        Assert.InRange(statuses.Count(s => s == 200), 10, 30);
        Assert.Equal(429, statuses[^1]);
    }

    [Fact]
    public async Task A_ticket_that_is_over_writes_no_endless_trail_of_refusals()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.LoginAsync("alice");
        await host.Get<ISignInService>().EndSessionsAsync("alice");
        var statuses = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            user.Headers["X-Test-Address"] = $"198.51.100.{i}";
            statuses.Add((await user.PostAsync("/two-factor/sign-in/verify", new { code = "000000" })).Status);
        }

        Assert.InRange(statuses.Count(s => s == 401), 10, 30);
        Assert.Equal(429, statuses[^1]);
    }
}
