using System.Text.Json.Nodes;

namespace TwoFactor.Tests;

/// <summary>A method that answers with more than a code, over HTTP.</summary>
[Trait("Req", "R33")]
public sealed class ExchangeTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task The_client_gets_the_options_and_its_answer_enrols_and_signs_in(string scheme)
    {
        await using var host = await MiniHost.StartAsync(new() { Build = b => b.AddMethod<ToyExchange>() });
        using var user = host.Visitor();
        await user.LoginAsync("alice", scheme);
        var (status, pending) = await user.PostAsync(
            "/two-factor/factors",
            new { method = ToyExchange.MethodName, key = Convert.ToHexString(s_key) }
        );
        Assert.Equal(201, status);
        var answer = ToyExchange.Answer(s_key, Challenge(pending), 1);
        var confirm = $"/two-factor/factors/{pending["factorId"]}/confirm";
        Assert.Equal(200, (await user.PostAsync(confirm, new { code = answer })).Status);

        using var next = host.Visitor();
        await next.LoginAsync("alice", scheme);
        var (_, first) = await next.PostAsync("/two-factor/sign-in/challenge");
        var (_, again) = await next.PostAsync("/two-factor/sign-in/challenge");
        Assert.Equal(Challenge(first), Challenge(again));
        var code = ToyExchange.Answer(s_key, Challenge(first), 2);
        Assert.Equal(200, (await next.PostAsync("/two-factor/sign-in/verify", new { code })).Status);

        using var thief = host.Visitor();
        await thief.LoginAsync("alice", scheme);
        Assert.Equal("invalid_code", Visitor.CodeOf(await thief.PostAsync("/two-factor/sign-in/verify", new { code })));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task A_step_up_names_the_challenge_that_its_answer_belongs_to(string scheme)
    {
        await using var host = await MiniHost.StartAsync(new() { Build = b => b.AddMethod<ToyExchange>() });
        using var user = host.Visitor();
        await user.LoginAsync("alice", scheme);
        var (_, pending) = await user.PostAsync(
            "/two-factor/factors",
            new { method = ToyExchange.MethodName, key = Convert.ToHexString(s_key) }
        );
        var answer = ToyExchange.Answer(s_key, Challenge(pending), 1);
        await user.PostAsync($"/two-factor/factors/{pending["factorId"]}/confirm", new { code = answer });

        var (_, asked) = await user.PostAsync("/two-factor/step-up/challenge");
        var challengeId = (string)asked["challengeId"]!;
        var code = ToyExchange.Answer(s_key, Challenge(asked), 2);
        var unnamed = await user.PostAsync("/two-factor/step-up/verify", new { code });
        Assert.Equal("invalid_code", Visitor.CodeOf(unnamed));
        Assert.Equal(200, (await user.PostAsync("/two-factor/step-up/verify", new { code, challengeId })).Status);
        var again = await user.PostAsync("/two-factor/step-up/verify", new { code, challengeId });
        Assert.Equal("expired", Visitor.CodeOf(again));
    }

    private static string Challenge(JsonObject body) => ToyExchange.ChallengeIn(body["options"]!.ToJsonString());
}
