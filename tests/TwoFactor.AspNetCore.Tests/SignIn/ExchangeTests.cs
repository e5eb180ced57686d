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

    private static string Challenge(JsonObject body) => ToyExchange.ChallengeIn(body["options"]!.ToJsonString());
}
