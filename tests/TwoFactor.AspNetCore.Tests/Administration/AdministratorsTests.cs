using Microsoft.AspNetCore.Builder;

namespace TwoFactor.Tests;

/// <summary>Administrators need a second factor of their own, and lately.</summary>
public sealed class AdministratorsTests
{
    private static readonly string[] s_reads =
    [
        "policy",
        "users",
        "users/alice",
        "users/one?id=alice",
        "audit",
        "report",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("&scheme=BearerToken")]
    [Trait("Req", "R50")]
    public async Task A_password_alone_administers_nothing(string scheme)
    {
        await using var host = await MiniHost.StartAsync(new() { Admin = AsItIs });
        using var admin = host.Visitor();
        await admin.LoginAsync("admin", scheme);
        await AllAsync(admin, 403);
        Assert.Equal(
            ("reauthentication_required", "second_factor"),
            (
                Visitor.CodeOf(await admin.GetAsync("/two-factor/admin/policy")),
                (await admin.GetAsync("/two-factor/admin/policy")).Body["missing"]![0]!.GetValue<string>()
            )
        );
        await admin.TurnOnAsync();
        await AllAsync(admin, 200);

        host.Clock.Advance(TimeSpan.FromMinutes(15));
        await AllAsync(admin, 403);
        await admin.PostAsync("/two-factor/step-up/verify", new { code = admin.Code() });
        await AllAsync(admin, 200);
        using var user = host.Visitor();
        await user.LoginAsync("alice", scheme);
        await user.TurnOnAsync();
        var refused = await user.GetAsync("/two-factor/admin/policy");
        Assert.Equal((403, "forbidden"), (refused.Status, Visitor.CodeOf(refused)));
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task A_session_for_enrolment_alone_administers_nothing_also_where_the_password_would_do()
    {
        await using var host = await MiniHost.StartAsync();
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        Assert.Equal(200, (await admin.GetAsync("/two-factor/admin/users")).Status);
        await admin.LoginAsync("admin", $"&claim={TwoFactorClaimTypes.EnrollmentOnly}=1");
        Assert.Equal(403, (await admin.GetAsync("/two-factor/admin/users")).Status);
        Assert.Equal(200, (await admin.GetAsync("/two-factor")).Status);
    }

    [Fact]
    public async Task The_time_is_a_setting_and_one_call_turns_it_off()
    {
        await using var strict = await MiniHost.StartAsync(
            new() { Admin = AsItIs, Http = o => o.AdminMaxAge = TimeSpan.FromMinutes(1) }
        );
        using var admin = strict.Visitor();
        await admin.LoginAsync("admin");
        await admin.TurnOnAsync();
        await AllAsync(admin, 200);
        strict.Clock.Advance(TimeSpan.FromMinutes(1));
        await AllAsync(admin, 403);

        // What the host asks for itself stays.
        await using var own = await MiniHost.StartAsync(
            new() { Admin = group => group.AllowWithoutTwoFactor().RequireTwoFactor() }
        );
        using var other = own.Visitor();
        await other.LoginAsync("admin");
        Assert.Equal(403, (await other.GetAsync("/two-factor/admin/policy")).Status);
        await other.TurnOnAsync();
        own.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await other.GetAsync("/two-factor/admin/policy")).Status);

        await using var open = await MiniHost.StartAsync(new() { Admin = group => group.AllowWithoutTwoFactor() });
        using var by = open.Visitor();
        await by.LoginAsync("admin");
        await AllAsync(by, 200);
        Assert.Equal(401, (await open.Visitor().GetAsync("/two-factor/admin/policy")).Status);
        await by.LoginAsync("alice");
        Assert.Equal(403, (await by.GetAsync("/two-factor/admin/policy")).Status);
    }

    private static void AsItIs(Microsoft.AspNetCore.Routing.RouteGroupBuilder group) { }

    private static async Task AllAsync(Visitor admin, int expected)
    {
        foreach (var path in s_reads)
            Assert.Equal((path, expected), (path, (await admin.GetAsync($"/two-factor/admin/{path}")).Status));

        admin.Headers["If-Match"] = "*";
        var policy = await admin.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", new { require = "none" });
        Assert.Equal(expected, policy.Status);

        // There is nothing to reset, which is said to administrators alone.
        foreach (var path in new[] { "users/bob/reset", "users/reset?id=bob" })
            Assert.Equal(
                (path, expected == 200 ? 409 : expected),
                (path, (await admin.PostAsync($"/two-factor/admin/{path}", new { reason = "x" })).Status)
            );
    }
}
