using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>What is no plain text is 400 with the name of the field, wherever it comes in.</summary>
[Trait("Req", "R94")]
public sealed class PlainTextEndpointTests
{
    [Theory]
    [InlineData("%00", "U+0000")]
    [InlineData("%1B%5B2J", "U+001B")]
    [InlineData("%C2%9B", "U+009B")]
    [InlineData("%E2%80%AE", "U+202E")]
    [InlineData("%E2%80%A8", "U+2028")]
    public async Task In_queries_and_paths_of_administrators(string character, string name)
    {
        await using var host = await MiniHost.StartAsync();
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        foreach (var path in new[] { "users?user=a{0}b", "users/one?id=a{0}b", "audit?user=a{0}b", "users/a{0}b" })
        {
            // The server itself refuses NUL in a path.
            if (character == "%00" && !path.Contains('?', StringComparison.Ordinal))
                continue;

            var (status, body) = await admin.GetAsync(
                $"/two-factor/admin/{path.Replace("{0}", character, StringComparison.Ordinal)}"
            );
            Assert.Equal((path, 400, "invalid_input"), (path, status, Visitor.CodeOf((status, body))));
            Assert.Contains(name, body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u001B[2Jb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2028b")]
    public async Task In_bodies_of_administrators_and_users(string text)
    {
        await using var host = await MiniHost.StartAsync();
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        admin.Headers["If-Match"] = "*";
        (HttpMethod Method, string Path, object Body, string Field)[] requests =
        [
            (HttpMethod.Post, "users/bob/reset", new { reason = text }, "reason"),
            (HttpMethod.Post, "users/bob/temporary-code", new { reason = text }, "reason"),
            (HttpMethod.Put, "policy", new { require = "all", reason = text }, "reason"),
            (HttpMethod.Put, "policy", new { require = "roles", roles = new[] { text } }, "role"),
            (HttpMethod.Put, "policy", new { require = "groups", groups = new[] { text } }, "group"),
            (
                HttpMethod.Put,
                "policy",
                new { require = "all", exemptIdentityProviders = new[] { new { provider = text, reason = "r" } } },
                "provider"
            ),
        ];
        foreach (var (method, path, sent, field) in requests)
        {
            var (status, body) = await admin.SendAsync(method, $"/two-factor/admin/{path}", sent);
            Assert.Equal((path, 400, "invalid_input"), (path, status, Visitor.CodeOf((status, body))));
            Assert.Contains(field, body["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        using var user = host.Visitor();
        await user.LoginAsync("alice");
        var named = await user.PostAsync("/two-factor/factors", new { method = "totp", name = text });
        Assert.Equal((400, "invalid_input"), (named.Status, Visitor.CodeOf(named)));
    }

    [Fact]
    [Trait("Req", "R63")]
    public async Task A_policy_that_names_roles_and_groups_nobody_has_is_warned_of()
    {
        await using var host = await MiniHost.StartAsync(
            new MiniHost.Setup { Build = b => b.AddUserDirectory<SmallDirectory>() }
        );
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        admin.Headers["If-Match"] = "*";
        Assert.Null(await WarningsAsync(new { require = "roles", roles = new[] { "STAFF ", " admin" } }));
        Assert.Null(await WarningsAsync(new { require = "groups", groups = new[] { "finance" } }));
        Assert.Null(await WarningsAsync(new { require = "all" }));
        var warning = await WarningsAsync(new { require = "roles", roles = new[] { "staff", "stuff" } });
        Assert.Contains("'stuff'", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("'staff'", warning, StringComparison.Ordinal);
        Assert.Contains(
            "'staff'",
            await WarningsAsync(new { require = "groups", groups = new[] { "staff" } }),
            StringComparison.Ordinal
        );

        async Task<string?> WarningsAsync(object policy)
        {
            var (status, body) = await admin.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", policy);
            Assert.Equal(200, status);
            return body["warnings"]?.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal);
        }
    }

    private sealed class SmallDirectory : IUserDirectory
    {
        private readonly DirectoryUser[] _users =
        [
            new()
            {
                UserId = "1",
                UserName = "alice",
                Roles = ["Admin"],
                Groups = ["finance "],
            },
            new()
            {
                UserId = "2",
                UserName = "bob",
                Roles = ["staff"],
            },
        ];

        public ValueTask<DirectoryUser?> FindAsync(string userId, CancellationToken cancellationToken) =>
            new(Array.Find(_users, u => u.UserId == userId));

        public ValueTask<DirectoryUser?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
            new(Array.Find(_users, u => u.UserName == name));

        public ValueTask<IReadOnlyList<DirectoryUser>> ListAsync(
            string? afterUserId,
            int take,
            CancellationToken cancellationToken
        ) => new([.. _users.Where(u => string.CompareOrdinal(u.UserId, afterUserId) > 0).Take(take)]);
    }
}
