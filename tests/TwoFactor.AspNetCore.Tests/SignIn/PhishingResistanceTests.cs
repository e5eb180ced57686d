using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.Tests;

/// <summary>A policy that demands resistance to phishing, over HTTP.</summary>
[Trait("Req", "R60")]
public sealed class PhishingResistanceTests
{
    private const string Admin = "&claim=role=admin";

    private static readonly byte[] s_key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Theory]
    [Trait("Req", "R62")]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    public async Task A_code_leads_to_the_enrolment_of_a_key_and_no_further(string scheme)
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice", scheme);
        await user.TurnOnAsync();
        await DemandAsync(host);

        using var next = host.Visitor();
        Assert.Equal("challenge", await next.LoginAsync("alice", Admin + scheme));
        var early = await next.PostAsync("/two-factor/sign-in/enroll", Key);
        Assert.Equal("reauthentication_required", Visitor.CodeOf(early));
        await VerifyAsync(user.Copy(), next);
        Assert.Equal(401, (await next.GetAsync("/claims")).Status);

        var (_, state) = await next.GetAsync("/two-factor/sign-in");
        Assert.Equal("enroll", (string?)state["decision"]);
        Assert.Equal(["toy_key"], state["methods"]!.AsArray().Select(m => (string?)m));
        var weak = await next.PostAsync("/two-factor/sign-in/enroll", new { method = "totp" });
        Assert.Equal((400, "invalid_input"), (weak.Status, Visitor.CodeOf(weak)));
        Assert.Contains("toy_key", (string?)weak.Body["detail"], StringComparison.Ordinal);

        Assert.Equal(200, await EnrollAsync(next));
        Assert.Contains("two_factor_method=toy_key", await next.ClaimsAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Who_has_the_key_is_asked_for_nothing_else()
    {
        await using var host = await StartAsync();
        await DemandAsync(host);
        using var user = host.Visitor();
        Assert.Equal("enroll", await user.LoginAsync("alice", Admin));
        Assert.Equal(200, await EnrollAsync(user));

        using var next = host.Visitor();
        await next.LoginAsync("alice", Admin);
        var (_, state) = await next.GetAsync("/two-factor/sign-in");
        Assert.Equal(["toy_key"], state["methods"]!.AsArray().Select(m => (string?)m));
        var (_, asked) = await next.PostAsync("/two-factor/sign-in/challenge");
        var code = ToyExchange.Answer(s_key, Challenge(asked), 2);
        Assert.Equal(200, (await next.PostAsync("/two-factor/sign-in/verify", new { code })).Status);
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task A_weaker_factor_that_was_begun_elsewhere_completes_no_sign_in()
    {
        await using var host = await StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await DemandAsync(host);
        Assert.Equal("enroll", await user.LoginAsync("alice", Admin));
        var enrollment = host.Get<IEnrollmentService>();
        var proof = new FreshProof { PasswordVerifiedAt = host.Clock.Now };
        var pending = await enrollment.EnrollAsync(new() { UserId = "alice", Proof = proof });
        var secret = OtpAuthUri.Parse(pending.Uri).Value!.Secret.ToArray();
        var code = Totp.Compute(secret, host.Clock.Now.ToUnixTimeSeconds() / 30, TotpParameters.Default);
        await user.PostAsync($"/two-factor/sign-in/enroll/{pending.FactorId}/confirm", new { code });
        Assert.Equal(401, (await user.GetAsync("/claims")).Status);
    }

    [Fact]
    [Trait("Req", "R63")]
    public async Task A_demand_reaches_live_sessions_at_their_next_refresh()
    {
        await using var host = await StartAsync(app =>
            app.MapGet(
                "/may-go-on",
                async (HttpContext context) => new { ok = await context.MayRenewTwoFactorSessionAsync(context.User) }
            )
        );
        using var user = host.Visitor();
        await user.LoginAsync("alice", Admin);
        await user.TurnOnAsync();
        Assert.True((bool?)(await user.GetAsync("/may-go-on")).Body["ok"]);
        await DemandAsync(host);
        Assert.False((bool?)(await user.GetAsync("/may-go-on")).Body["ok"]);
    }

    [Fact]
    public async Task Administrators_see_and_set_the_roles_and_are_warned_where_nobody_could_meet_it()
    {
        await using var host = await StartAsync();
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        admin.Headers["If-Match"] = "*";
        var body = new { require = "none", phishingResistantRoles = new[] { "admin", "staff " } };
        var (status, set) = await admin.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", body);
        Assert.Equal(200, status);
        Assert.Null(set["warnings"]);
        var (_, policy) = await admin.GetAsync("/two-factor/admin/policy");
        Assert.Equal(["admin", "staff"], policy["phishingResistantRoles"]!.AsArray().Select(r => (string?)r));

        await using var poor = await MiniHost.StartAsync();
        using var other = poor.Visitor();
        await other.LoginAsync("admin");
        other.Headers["If-Match"] = "*";
        var (_, warned) = await other.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", body);
        Assert.Contains("AddWebAuthn", warned["warnings"]!.ToJsonString(), StringComparison.Ordinal);
        var (_, old) = await other.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", new { require = "none" });
        Assert.False(old.ContainsKey("phishingResistantRoles"));
    }

    private static object Key => new { method = ToyExchange.MethodName, key = Convert.ToHexString(s_key) };

    private static Task<MiniHost> StartAsync(Action<WebApplication>? map = null) =>
        MiniHost.StartAsync(new() { Build = b => b.AddMethod<ToyExchange>(), Map = map });

    private static async Task DemandAsync(MiniHost host) =>
        Assert.True(
            (
                await host.Get<IPolicyService>()
                    .SetAsync(
                        new()
                        {
                            Actor = "root",
                            Requirement = Requirement.Optional,
                            PhishingResistantRoles = ["admin"],
                        }
                    )
            ).Succeeded
        );

    private static async Task VerifyAsync(Visitor app, Visitor user)
    {
        var answer = await user.PostAsync("/two-factor/sign-in/verify", new { code = app.Code() });
        Assert.Equal((403, "phishing_resistant_required"), (answer.Status, Visitor.CodeOf(answer)));
        if (answer.Body["ticket"] is { } ticket)
            user.Headers["X-TwoFactor-Ticket"] = (string)ticket!;
    }

    private static async Task<int> EnrollAsync(Visitor user)
    {
        var (status, pending) = await user.PostAsync("/two-factor/sign-in/enroll", Key);
        Assert.Equal(201, status);
        var code = ToyExchange.Answer(s_key, Challenge(pending), 1);
        var path = $"/two-factor/sign-in/enroll/{pending["factorId"]}/confirm";
        return (await user.PostAsync(path, new { code })).Status;
    }

    private static string Challenge(JsonObject body) => ToyExchange.ChallengeIn(body["options"]!.ToJsonString());
}
