namespace TwoFactor.Tests;

/// <summary>A double click, or a browser that tries again: one request, sent twice.</summary>
public sealed class SentTwiceTests
{
    private const string Session = ".AspNetCore.Cookies";

    [Fact]
    [Trait("Req", "R34")]
    public async Task Both_end_signed_in_by_the_one_session_that_the_code_bought()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = await HalfSignedInAsync(host);
        var code = user.Code();
        var copies = Enumerable.Range(0, 8).Select(_ => user.Copy()).ToList();
        var answers = await Task.WhenAll(copies.Select(c => c.PostAsync("/two-factor/sign-in/verify", new { code })));
        Assert.All(answers, a => Assert.Equal((200, "accepted"), (a.Status, a.Body["outcome"]!.GetValue<string>())));
        var signedIn = Assert.Single(copies, c => c.Cookies.ContainsKey(Session));
        Assert.Equal(200, (await signedIn.GetAsync("/claims")).Status);

        // Late by a moment is the same; by a minute it is not, nor with another code, or without the ticket's cookie.
        using var late = user.Copy();
        Assert.Equal(200, (await late.PostAsync("/two-factor/sign-in/verify", new { code })).Status);
        Assert.Equal(401, (await late.PostAsync("/two-factor/sign-in/verify", new { code = "000000" })).Status);
        late.Cookies["other"] = "1";
        Assert.Equal(401, (await late.PostAsync("/two-factor/sign-in/verify", new { code })).Status);
        late.Cookies.Remove("other");
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(401, (await late.PostAsync("/two-factor/sign-in/verify", new { code })).Status);
        Assert.DoesNotContain(Session, late.Cookies.Keys);
    }

    [Fact]
    public async Task Of_wrong_codes_every_one_is_charged_and_of_tokens_one_answer_has_them()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = await HalfSignedInAsync(host, "&scheme=BearerToken");
        var code = user.Code();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => user.Copy())
                .Select(c => c.PostAsync("/two-factor/sign-in/verify", new { code }))
        );
        Assert.Single(answers, a => a.Status == 200);

        await user.LoginAsync("alice");
        var copies = Enumerable.Range(0, 5).Select(_ => user.Copy()).ToList();
        await Task.WhenAll(copies.Select(c => c.PostAsync("/two-factor/sign-in/verify", new { code = "000000" })));
        Assert.Equal("locked", await user.LoginAsync("alice"));
    }

    [Fact]
    public async Task Both_hear_that_the_factor_is_on_and_see_the_same_recovery_codes()
    {
        var (store, arrived, asked) = (
            new WatchedStore(),
            new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            0
        );
        await using var host = await MiniHost.StartAsync(
            new()
            {
                Build = b => b.UseStore(_ => store),
                Http = o =>
                    o.IsStillValid = (context, _) =>
                    {
                        // The last thing that is asked before the code is looked at.
                        if (context.Request.Headers.ContainsKey("X-Test-Second") && ++asked == 2)
                            arrived.SetResult();

                        return new(true);
                    },
            }
        );
        await host.Get<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        var pending = await user.BeginAsync("/two-factor/sign-in/enroll");
        var path = $"/two-factor/sign-in/enroll/{pending["factorId"]}/confirm";
        var code = user.Code();

        // The second comes in while the first writes.
        using var copy = user.Copy();
        copy.Headers["X-Test-Second"] = "1";
        Task<(int Status, System.Text.Json.Nodes.JsonObject Body)>? second = null;
        store.BeforeWrite = async () =>
        {
            store.BeforeWrite = null;
            second = copy.PostAsync(path, new { code });
            await arrived.Task;
        };
        var first = await user.PostAsync(path, new { code });
        var other = await second!;
        Assert.Equal((200, 200), (first.Status, other.Status));
        Assert.Equal(first.Body["recoveryCodes"]!.ToJsonString(), other.Body["recoveryCodes"]!.ToJsonString());
        Assert.Equal((true, false), (user.Cookies.ContainsKey(Session), copy.Cookies.ContainsKey(Session)));
    }

    [Fact]
    public async Task Where_the_browser_hung_up_on_the_first_answer_the_second_signs_in()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = await HalfSignedInAsync(host);
        var code = user.Code();
        using var first = user.Copy();
        first.Headers["X-Test-Hang-Up"] = "1";
        await Assert.ThrowsAnyAsync<Exception>(() => first.PostAsync("/two-factor/sign-in/verify", new { code }));
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code })).Status);
        Assert.Contains(Session, user.Cookies.Keys);
        Assert.Equal(200, (await user.GetAsync("/claims")).Status);
    }

    private static async Task<Visitor> HalfSignedInAsync(MiniHost host, string query = "")
    {
        var user = host.Visitor();
        await user.LoginAsync("alice", query);
        await user.TurnOnAsync();
        await user.LoginAsync("alice", query);
        return user;
    }
}
