using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>
/// An app without a browser does it all with the OpenAPI document in its hand: every answer is held against the
/// document.
/// </summary>
public sealed class ApiStory : IAsyncDisposable
{
    private readonly WebApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_document_is_valid()
    {
        Assert.SkipUnless(
            Programs.Has("node") && Directory.Exists(Path.Combine(Root(), "eng/openapi/node_modules")),
            "The validator is not installed. eng/test installs it."
        );
        using var http = _app.Client();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, await http.GetStringAsync("/openapi/v1.json"));
        await Programs.RunAsync("node", Path.Combine(Root(), "eng/openapi/validate.mjs"), file);
        var broken = (await File.ReadAllTextAsync(file)).Replace(
            "\"responses\"",
            "\"answers\"",
            StringComparison.Ordinal
        );
        await File.WriteAllTextAsync(file, broken);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Programs.RunAsync("node", Path.Combine(Root(), "eng/openapi/validate.mjs"), file)
        );
        File.Delete(file);
    }

    [Fact]
    public async Task A_user_from_the_password_to_the_step_up()
    {
        var user = await ClientAsync();
        Assert.Equal("allowed", (await user.SignInAsync("alice"))["decision"]!.GetValue<string>());
        var (_, before) = await user.GetAsync("/two-factor");
        Assert.Equal(
            (false, false, 0),
            (
                before["enabled"]!.GetValue<bool>(),
                before["required"]!.GetValue<bool>(),
                before["recoveryCodesLeft"]!.GetValue<int>()
            )
        );
        Assert.Equal(
            ["totp", "sms", "email"],
            before["methods"]!.AsArray().Select(m => m!.GetValue<string>()).OrderDescending()
        );
        Assert.Equal(
            (400, "invalid_input"),
            Short(await user.PostAsync("/two-factor/factors", new { method = "pigeon" }))
        );

        var old = user.Token;
        var confirmed = await user.TurnOnAsync();
        Assert.Equal(10, confirmed["recoveryCodes"]!.AsArray().Count);
        Assert.NotEqual(old, user.Token);
        Assert.Equal(200, (await user.GetAsync("/two-factor")).Status);
        Assert.Equal(401, (await new ApiClient(_app) { Token = old }.GetAsync("/two-factor")).Status);

        var signIn = await user.SignInAsync("alice");
        Assert.Equal("challenge", signIn["decision"]!.GetValue<string>());
        Assert.Null(user.Token);
        var (_, state) = await user.GetAsync("/two-factor/sign-in");
        var factorId = state["factors"]![0]!["factorId"]!.GetValue<string>();
        var (_, challenge) = await user.PostAsync("/two-factor/sign-in/challenge", new { factorId });
        Assert.Equal(
            ("totp", factorId),
            (challenge["method"]!.GetValue<string>(), challenge["factorId"]!.GetValue<string>())
        );
        Assert.Equal(
            (400, "invalid_code"),
            Short(await user.PostAsync("/two-factor/sign-in/verify", new { code = "000000" }))
        );
        var code = user.Code();
        var (_, verified) = await user.PostAsync("/two-factor/sign-in/verify", new { code, factorId });
        Assert.Equal(["mfa", "otp"], verified["amr"]!.AsArray().Select(m => m!.GetValue<string>()).Order());
        var (_, me) = await user.GetAsync("/api/me");
        Assert.Equal(["mfa", "otp", "pwd"], me["amr"]!.AsArray().Select(m => m!.GetValue<string>()).Order());
        Assert.Equal(_app.Clock.Now.ToUnixTimeSeconds(), me["authTime"]!.GetValue<long>());

        Assert.Single(await user.ListAsync("/api/payouts"));
        _app.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal((403, "reauthentication_required"), Short(await Undocumented(user).GetAsync("/api/payouts")));
        Assert.Equal((403, "reauthentication_required"), Short(await user.PostAsync("/two-factor/recovery-codes")));
        Assert.Equal(200, (await user.PostAsync("/two-factor/step-up/challenge")).Status);
        Assert.Equal(200, (await user.PostAsync("/two-factor/step-up/verify", new { code = user.Code() })).Status);
        Assert.Single(await user.ListAsync("/api/payouts"));
        Assert.Equal((403, "reauthentication_required"), Short(await user.PostAsync("/two-factor/recovery-codes")));
        Assert.Equal(200, (await user.PostAsync("/api/reauthenticate", new { password = Person.Password })).Status);
        var (_, codes) = await user.PostAsync("/two-factor/recovery-codes");
        Assert.Equal(10, codes["codes"]!.AsArray().Count);
        Assert.Equal(
            "work",
            (await user.SendAsync(HttpMethod.Patch, $"/two-factor/factors/{factorId}", new { name = "work" })).Body[
                "name"
            ]!.GetValue<string>()
        );
        Assert.Empty(await user.ListAsync("/two-factor/trusted-devices"));
        Assert.Equal(
            (404, "not_found"),
            Short(await user.SendAsync(HttpMethod.Delete, "/two-factor/trusted-devices/x"))
        );
        Assert.Equal(200, (await user.SendAsync(HttpMethod.Delete, $"/two-factor/factors/{factorId}")).Status);
        Assert.False((await user.GetAsync("/two-factor")).Body["enabled"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_user_with_a_phone_number()
    {
        var user = await ClientAsync();
        await user.SignInAsync("bob");
        var (bad, problem) = await user.PostAsync(
            "/two-factor/factors",
            new
            {
                method = "sms",
                region = "JP",
                phoneNumber = "12",
            }
        );
        Assert.Equal(
            (400, "invalid_input", true),
            (bad, problem["code"]!.GetValue<string>(), problem["detail"] is not null)
        );
        var (begun, pending) = await user.PostAsync(
            "/two-factor/factors",
            new
            {
                method = "sms",
                region = "JP",
                phoneNumber = "090-1234-5678",
                name = "phone",
            }
        );
        Assert.Equal(
            (201, "accepted", false),
            (begun, pending["delivery"]!.GetValue<string>(), pending.ContainsKey("secret"))
        );
        Assert.DoesNotContain("12345678", pending.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(pending["notice"]);
        Assert.Equal(
            (429, "throttled"),
            Short(await user.PostAsync($"/two-factor/factors/{pending["factorId"]}/resend"))
        );
        _app.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(200, (await user.PostAsync($"/two-factor/factors/{pending["factorId"]}/resend")).Status);
        Assert.Equal(
            200,
            (
                await user.PostAsync($"/two-factor/factors/{pending["factorId"]}/confirm", new { code = LastCode() })
            ).Status
        );

        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        await user.SignInAsync("bob");
        var (_, challenge) = await user.PostAsync("/two-factor/sign-in/challenge");
        Assert.Equal("sms", challenge["method"]!.GetValue<string>());
        Assert.Equal((429, "throttled"), Short(await user.PostAsync("/two-factor/sign-in/challenge")));
        Assert.Equal(200, (await user.PostAsync("/two-factor/sign-in/verify", new { code = LastCode() })).Status);
        Assert.Contains(
            "sms",
            (await user.GetAsync("/api/me")).Body["amr"]!.AsArray().Select(m => m!.GetValue<string>())
        );
    }

    [Fact]
    public async Task An_administrator()
    {
        var admin = await ClientAsync();
        await admin.SignInAsync("admin");
        Assert.Equal(
            (403, "reauthentication_required"),
            Short(await Undocumented(admin).GetAsync("/two-factor/admin/policy"))
        );
        await admin.TurnOnAsync();
        var (_, policy) = await admin.GetAsync("/two-factor/admin/policy");
        Assert.Equal(("none", "\"0\""), (policy["require"]!.GetValue<string>(), admin.ETag));

        var wanted = new
        {
            require = "roles",
            roles = new[] { "staff" },
            grace = "7d",
            clients = new[] { "web", "mobile" },
            exemptIdentityProviders = new[] { new { provider = "google", reason = "asks itself" } },
            reason = "audit",
        };
        Assert.Equal(428, (await admin.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", wanted)).Status);
        admin.IfMatch = "\"7\"";
        Assert.Equal(412, (await admin.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", wanted)).Status);
        admin.IfMatch = "\"0\"";
        Assert.Equal(
            (400, "invalid_input"),
            Short(await admin.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", new { require = "roles" }))
        );
        var (set, after) = await admin.SendAsync(HttpMethod.Put, "/two-factor/admin/policy", wanted);
        Assert.Equal((200, "7d", "\"1\""), (set, after["grace"]!.GetValue<string>(), admin.ETag));
        admin.IfMatch = null;

        var names = new List<string>();
        string? next = null;
        do
        {
            var (_, page) = await admin.GetAsync(
                $"/two-factor/admin/users?take=1{(next is null ? "" : $"&after={next}")}"
            );
            names.AddRange(page["users"]!.AsArray().Select(u => u!["userName"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        } while (next is not null);
        Assert.Equal(["admin", "alice", "bob", "carol", "hugo"], names.Order());
        var (_, enrolled) = await admin.GetAsync("/two-factor/admin/users?enrolled=true");
        Assert.Equal("admin", enrolled["users"]!.AsArray().Single()!["userName"]!.GetValue<string>());
        Assert.Equal(
            4,
            (await admin.GetAsync("/two-factor/admin/users?enrolled=false")).Body["users"]!.AsArray().Count
        );
        var alice = (await admin.GetAsync("/two-factor/admin/users?user=alice@example.com")).Body["users"]![0]![
            "userId"
        ]!.GetValue<string>();
        Assert.Equal((400, "invalid_input"), Short(await admin.GetAsync("/two-factor/admin/users?take=0")));

        var user = new ApiClient(_app);
        await user.SignInAsync("alice");
        await user.TurnOnAsync();
        Assert.Equal(
            (400, "invalid_input"),
            Short(await admin.PostAsync($"/two-factor/admin/users/{alice}/reset", new { reason = " " }))
        );
        Assert.Equal(
            (404, "not_found"),
            Short(await admin.PostAsync("/two-factor/admin/users/nobody/reset", new { reason = "x" }))
        );
        Assert.Equal(
            (400, "invalid_input"),
            Short(
                await admin.PostAsync(
                    $"/two-factor/admin/users/{alice}/temporary-code",
                    new { reason = "x", validFor = "soon" }
                )
            )
        );
        var (_, temporary) = await admin.PostAsync(
            $"/two-factor/admin/users/{alice}/temporary-code",
            new { reason = "phone at home", validFor = "30m" }
        );
        Assert.Equal(_app.Clock.Now.AddMinutes(30), temporary["expiresAt"]!.GetValue<DateTimeOffset>());
        await user.SignInAsync("alice");
        Assert.Equal(
            200,
            (
                await user.PostAsync("/two-factor/sign-in/verify", new { code = temporary["code"]!.GetValue<string>() })
            ).Status
        );
        var (_, reset) = await admin.PostAsync($"/two-factor/admin/users/{alice}/reset", new { reason = "lost" });
        Assert.Equal(alice, reset["userId"]!.GetValue<string>());
        Assert.Equal(401, (await user.GetAsync("/two-factor")).Status);
        Assert.False(
            (await admin.GetAsync($"/two-factor/admin/users/{alice}")).Body["status"]!["enabled"]!.GetValue<bool>()
        );
        Assert.Equal(
            alice,
            (await admin.GetAsync($"/two-factor/admin/users/one?id={alice}")).Body["user"]![
                "userId"
            ]!.GetValue<string>()
        );
        var (_, again) = await admin.PostAsync($"/two-factor/admin/users/reset?id={alice}", new { reason = "again" });
        Assert.Equal(alice, again["userId"]!.GetValue<string>());
        Assert.Equal(
            (404, "not_found"),
            Short(
                await admin.PostAsync(
                    "/two-factor/admin/users/temporary-code?id=t%2Fu",
                    new { reason = "phone at home" }
                )
            )
        );
        Assert.Equal(
            (400, "invalid_input"),
            Short(await admin.PostAsync("/two-factor/admin/users/t%2Fu/reset", new { reason = "lost" }))
        );
        var self = (await admin.GetAsync("/api/me")).Body["userId"]!.GetValue<string>();
        Assert.Equal(
            (403, "self_service_denied"),
            Short(await admin.PostAsync($"/two-factor/admin/users/{self}/reset", new { reason = "me" }))
        );

        var types = new List<string>();
        next = null;
        do
        {
            var (_, page) = await admin.GetAsync(
                $"/two-factor/admin/audit?user=alice&take=2{(next is null ? "" : $"&after={next}")}"
            );
            types.AddRange(page["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        } while (next is not null);
        Assert.Equal("reset", types[0]);
        var all = new List<AuditEvent>();
        await foreach (var e in _app.Get<IAuditService>().ReadAsync(alice))
            all.Add(e);
        Assert.Equal(all.Select(e => e.Type).Reverse(), types);
        Assert.Equal(
            "policy_changed",
            (await admin.GetAsync("/two-factor/admin/audit?type=policy_changed")).Body["events"]![0]![
                "type"
            ]!.GetValue<string>()
        );
        Assert.Equal((400, "invalid_input"), Short(await admin.GetAsync("/two-factor/admin/audit?after=!!")));
        Assert.Equal(2, (await admin.GetAsync("/two-factor/admin/report")).Body["users"]!.GetValue<int>());

        var carol = await ClientAsync();
        await carol.SignInAsync("carol");
        Assert.Equal(403, (await Undocumented(carol).GetAsync("/two-factor/admin/users")).Status);
    }

    [Fact]
    [Trait("Req", "R60")]
    public async Task A_policy_for_the_web_alone_leaves_apps_out_and_their_tokens_open_no_page()
    {
        var user = await ClientAsync();
        await user.SignInAsync("alice");
        await user.TurnOnAsync();
        await _app.Get<IPolicyService>()
            .SetAsync(
                new PolicyChange
                {
                    Requirement = Requirement.Everyone,
                    Clients = [ClientSurface.Web],
                    Actor = "admin",
                }
            );
        Assert.Equal("challenge", (await user.SignInAsync("alice"))["decision"]!.GetValue<string>());
        Assert.Equal("client_not_covered", (await user.SignInAsync("bob"))["reason"]!.GetValue<string>());
        Assert.False((await user.GetAsync("/two-factor")).Body["required"]!.GetValue<bool>());
        using var http = _app.Client();
        http.DefaultRequestHeaders.Authorization = new("Bearer", user.Token);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await http.GetAsync("/security")).StatusCode);
        var page = new PageClient(_app);
        Assert.Equal("/security/sign-in", (await page.SignInAsync("alice")).Headers.Location!.ToString());
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task A_refreshed_token_is_of_the_same_session_and_ends_with_it()
    {
        var user = await ClientAsync();
        await user.SignInAsync("alice");
        var confirmed = await user.TurnOnAsync();
        var refresh = confirmed["refreshToken"]!.GetValue<string>();
        Assert.Equal(200, (await user.PostAsync("/api/refresh", new { refreshToken = refresh })).Status);
        Assert.Contains(
            "mfa",
            (await user.GetAsync("/api/me")).Body["amr"]!.AsArray().Select(m => m!.GetValue<string>())
        );
        var id = (await user.GetAsync("/api/me")).Body["userId"]!.GetValue<string>();
        await _app.Get<IResetService>()
            .ResetAsync(
                new ResetRequest
                {
                    UserId = id,
                    Actor = "admin",
                    Reason = "lost",
                }
            );
        var late = await Undocumented(user).PostAsync("/api/refresh", new { refreshToken = refresh });
        Assert.Equal((401, false), (late.Status, late.Body.ContainsKey("refreshToken")));
        Assert.Equal(401, (await Undocumented(user).GetAsync("/api/me")).Status);
        Assert.Equal(401, (await Undocumented(user).PostAsync("/api/refresh", new { refreshToken = "x" })).Status);
    }

    private static (int, string?) Short((int Status, JsonObject Body) answer) =>
        (answer.Status, answer.Body["code"]?.GetValue<string>());

    // The document tells what endpoints answer, not what the app's own authorization does before them.
    private ApiClient Undocumented(ApiClient client) => new(_app) { Token = client.Token };

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TwoFactor.sln")))
            folder = Path.GetDirectoryName(folder)!;

        return folder;
    }

    private string LastCode() =>
        System.Text.RegularExpressions.Regex.Match(_app.Get<WebSample.Setup.Outbox>().Read()[0].Body, "[0-9]{6}").Value;

    private async Task<ApiClient> ClientAsync()
    {
        var client = new ApiClient(_app);
        await client.ReadContractAsync();
        return client;
    }
}
