namespace TwoFactor.Tests;

/// <summary>Ids of users may be anything that the core takes; a path does not carry all of it, a query does.</summary>
public sealed class UserIdTests
{
    [Theory]
    [InlineData("t/u")]
    [InlineData("/")]
    [InlineData("t%2Fu")]
    [InlineData("t%252Fu")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("one")]
    [InlineData("reset")]
    [InlineData("a b")]
    [InlineData(" a")]
    [InlineData("a+b")]
    [InlineData("a&id=b")]
    [InlineData("a?b#c")]
    [InlineData("a\\b")]
    [InlineData("ユーザー\u2603")]
    [InlineData("https://id.example/users/7?x=1")]
    [Trait("Req", "R50")]
    public async Task An_id_of_any_content_is_reached_by_the_query(string id)
    {
        await using var host = await MiniHost.StartAsync();
        await EnrollAsync(host, id);
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        var query = $"id={Uri.EscapeDataString(id)}";
        var (status, body) = await admin.GetAsync($"/two-factor/admin/users/one?{query}");
        Assert.Equal((200, id), (status, body["user"]!["userId"]!.GetValue<string>()));
        Assert.True(body["status"]!["enabled"]!.GetValue<bool>());
        var code = await admin.PostAsync($"/two-factor/admin/users/temporary-code?{query}", new { reason = "lost" });
        Assert.Equal(200, code.Status);
        var reset = await admin.PostAsync($"/two-factor/admin/users/reset?{query}", new { reason = "lost" });
        Assert.Equal((200, id), (reset.Status, reset.Body["userId"]!.GetValue<string>()));
        Assert.False((await host.Get<IEnrollmentService>().GetStatusAsync(id)).Enabled);
    }

    [Theory]
    [InlineData("t/u", "t%2Fu")]
    [InlineData("t/u", "t%2fu")]
    [InlineData("t%2Fu", "t%252Fu")]
    [Trait("Req", "R50")]
    public async Task A_path_with_a_slash_in_the_id_acts_on_nobody_and_names_the_remedy(string id, string path)
    {
        await using var host = await MiniHost.StartAsync();
        string[] ids = ["t/u", "t%2Fu", "t%2fu"];
        foreach (var one in ids)
            await EnrollAsync(host, one);

        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        var answers = new[]
        {
            await admin.GetAsync($"/two-factor/admin/users/{path}"),
            await admin.PostAsync($"/two-factor/admin/users/{path}/reset", new { reason = "lost" }),
            await admin.PostAsync($"/two-factor/admin/users/{path}/temporary-code", new { reason = "lost" }),
        };
        Assert.All(answers, a => Assert.Equal((400, "invalid_input"), (a.Status, Visitor.CodeOf(a))));
        Assert.All(
            answers,
            a => Assert.Contains("?id=", a.Body["detail"]!.GetValue<string>(), StringComparison.Ordinal)
        );
        foreach (var one in ids)
            Assert.True((await host.Get<IEnrollmentService>().GetStatusAsync(one)).Enabled);

        Assert.Contains(id, ids);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?id=")]
    [InlineData("?id=%20")]
    [InlineData("?id=alice&id=bob")]
    [InlineData("?id=%00")]
    [InlineData("?ID=alice&id=bob")]
    public async Task One_id_is_asked_for_and_no_more(string query)
    {
        await using var host = await MiniHost.StartAsync();
        await EnrollAsync(host, "alice");
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        var reset = await admin.PostAsync($"/two-factor/admin/users/reset{query}", new { reason = "lost" });
        Assert.Contains(reset.Status, new[] { 400, 404 });
        var code = await admin.PostAsync($"/two-factor/admin/users/temporary-code{query}", new { reason = "lost" });
        Assert.Contains(code.Status, new[] { 400, 404 });
        if (query.Length > 0)
            Assert.Contains((await admin.GetAsync($"/two-factor/admin/users/one{query}")).Status, new[] { 400, 404 });

        Assert.True((await host.Get<IEnrollmentService>().GetStatusAsync("alice")).Enabled);
    }

    [Fact]
    public async Task The_routes_that_were_there_stay_also_for_a_user_whose_id_is_one()
    {
        await using var host = await MiniHost.StartAsync();
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        foreach (var id in new[] { "one", "reset", "alice", "a b", "a@b.example" })
        {
            await EnrollAsync(host, id);
            var path = $"/two-factor/admin/users/{Uri.EscapeDataString(id)}";
            Assert.Equal(id, (await admin.GetAsync(path)).Body["user"]!["userId"]!.GetValue<string>());
            Assert.Equal(200, (await admin.PostAsync($"{path}/temporary-code", new { reason = "lost" })).Status);
            Assert.Equal(200, (await admin.PostAsync($"{path}/reset", new { reason = "lost" })).Status);
        }
    }

    private static async Task EnrollAsync(MiniHost host, string id)
    {
        var enrollment = host.Get<IEnrollmentService>();
        var pending = await enrollment.EnrollAsync(
            new()
            {
                UserId = id,
                Method = "totp",
                AccountName = "x",
                Proof = new FreshProof { PasswordVerifiedAt = host.Clock.Now },
            }
        );
        Assert.True(Base32.TryDecode(pending.Secret, out var secret, out _));
        var code = Totp.Compute(secret, host.Clock.Now.ToUnixTimeSeconds() / 30, TotpParameters.Default);
        Assert.True((await enrollment.ConfirmAsync(id, pending.FactorId!, code)).Succeeded);
    }
}
