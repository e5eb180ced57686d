using System.Security.Claims;

namespace TwoFactor.Tests;

/// <summary>From the first factor to the full sign-in, with cookies and with tokens.</summary>
public sealed class SignInTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("&scheme=BearerToken", true)]
    [InlineData("", false)]
    [InlineData("&scheme=BearerToken", false)]
    [Trait("Req", "R43")]
    public async Task A_cookie_or_a_token_waits_for_the_code_and_ends_with_its_epoch(
        string scheme,
        bool authenticationFirst
    )
    {
        await using var host = await MiniHost.StartAsync(new() { AuthenticationFirst = authenticationFirst });
        using var user = host.Visitor();
        using var other = host.Visitor();
        Assert.Equal(
            ("allowed", "allowed"),
            (await user.LoginAsync("alice", scheme), await other.LoginAsync("alice", scheme))
        );
        Assert.Equal(200, (await other.GetAsync("/claims")).Status);
        Assert.Equal(10, (await user.TurnOnAsync())["recoveryCodes"]!.AsArray().Count);
        Assert.Equal((200, 401), ((await user.GetAsync("/claims")).Status, (await other.GetAsync("/claims")).Status));

        using var next = host.Visitor();
        Assert.Equal("challenge", await next.LoginAsync("alice", scheme));
        Assert.Equal(401, (await next.GetAsync("/claims")).Status);
        Assert.Equal(401, (await next.GetAsync("/two-factor")).Status);
        Assert.Equal(200, (await next.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() })).Status);
        var claims = await next.ClaimsAsync();
        Assert.All(
            [
                "amr=pwd",
                "amr=otp",
                "amr=mfa",
                $"auth_time={host.Clock.Now.ToUnixTimeSeconds()}",
                $"two_factor_time={host.Clock.Now.ToUnixTimeSeconds()}",
                "two_factor_epoch=1",
            ],
            c => Assert.Contains(c, claims)
        );
        Assert.DoesNotContain(next.Cookies, c => c.Key == "__Host-TwoFactor");

        await host.Get<IResetService>()
            .ResetAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "lost",
                }
            );
        Assert.Equal(401, (await next.GetAsync("/claims")).Status);
        Assert.Equal("enroll", await next.LoginAsync("alice", scheme));
        Assert.Equal(
            ["totp"],
            (await next.GetAsync("/two-factor/sign-in")).Body["methods"]!.AsArray().Select(m => m!.GetValue<string>())
        );
        await next.TurnOnAsync("/two-factor/sign-in/enroll");
        Assert.Contains("amr=mfa", await next.ClaimsAsync());
    }

    [Fact]
    [Trait("Req", "R62")]
    public async Task What_a_principal_brings_along_is_not_taken_for_ours()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        const string Claims =
            "&claim=two_factor_time=9999999999,two_factor_epoch=7,two_factor_scheme=x,amr=mfa,idp=google,auth_time=";
        await user.LoginAsync("alice", Claims + "1000");
        var claims = await user.ClaimsAsync();
        Assert.All(
            [
                "two_factor_epoch=0",
                "amr=pwd",
                $"auth_time={host.Clock.Now.ToUnixTimeSeconds()}",
                "two_factor_scheme=Cookies",
                "two_factor_client=web",
            ],
            c => Assert.Contains(c, claims)
        );
        Assert.DoesNotContain(claims, c => c.StartsWith("two_factor_time", StringComparison.Ordinal) || c == "amr=mfa");
        Assert.Equal(403, (await user.GetAsync("/once")).Status);

        // What a named provider says of its own sign-in stands, and a time that is old, or cannot be read, is not
        // fresh.
        foreach (var time in new[] { "1000", "soon" })
        {
            await user.LoginAsync("alice", $"{Claims}{time}&provider=google");
            claims = await user.ClaimsAsync();
            Assert.All(["amr=mfa", $"auth_time={time}"], c => Assert.Contains(c, claims));
            var refused = await user.PostAsync("/two-factor/factors", new { method = "totp" });
            Assert.Equal(
                ("reauthentication_required", "password"),
                (Visitor.CodeOf(refused), refused.Body["missing"]!.AsArray().Single()!.GetValue<string>())
            );
        }
    }

    [Fact]
    [Trait("Req", "R42")]
    public async Task A_session_that_the_library_did_not_begin_proves_nothing()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.GetAsync("/plain-login?user=alice");
        Assert.Equal(200, (await user.GetAsync("/claims")).Status);
        Assert.Equal(
            "reauthentication_required",
            Visitor.CodeOf(await user.PostAsync("/two-factor/factors", new { method = "totp" }))
        );
        await user.GetAsync("/password");
        Assert.Equal(
            "reauthentication_required",
            Visitor.CodeOf(await user.PostAsync("/two-factor/factors", new { method = "totp" }))
        );

        // Once there is a second factor, it is no way around it either.
        using var other = host.Visitor();
        await other.LoginAsync("alice");
        await other.TurnOnAsync();
        Assert.Equal(401, (await user.GetAsync("/claims")).Status);
        await user.GetAsync("/plain-login?user=alice");
        Assert.Equal(401, (await user.GetAsync("/claims")).Status);
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task A_session_that_the_host_writes_anew_keeps_its_epoch()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.GetAsync("/plain-login?user=alice");
        Assert.Contains("two_factor_epoch=1", await user.ClaimsAsync());
        Assert.Equal(200, (await user.GetAsync("/once")).Status);
        await user.GetAsync("/plain-login?user=bob");
        Assert.DoesNotContain(await user.ClaimsAsync(), c => c.StartsWith("two_factor", StringComparison.Ordinal));
        await user.LoginAsync("alice");
        await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code() });
        await user.GetAsync("/plain-login?user=alice");
        await host.Get<IResetService>()
            .ResetAsync(
                new ResetRequest
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "lost",
                }
            );
        Assert.Equal(401, (await user.GetAsync("/claims")).Status);
    }

    [Fact]
    [Trait("Req", "R43")]
    public async Task Identity_s_refresh_of_a_principal_keeps_the_epoch_and_what_the_host_does_there()
    {
        var hooked = false;
        await using var host = await MiniHost.StartAsync(
            new()
            {
                Build = b =>
                    Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions.Configure<Microsoft.AspNetCore.Identity.SecurityStampValidatorOptions>(
                        b.Services,
                        o =>
                            o.OnRefreshingPrincipal = _ =>
                            {
                                hooked = true;
                                return Task.CompletedTask;
                            }
                    ),
            }
        );
        var options =
            host.Get<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Identity.SecurityStampValidatorOptions>>().Value;
        ClaimsPrincipal Principal(params Claim[] claims) => new(new ClaimsIdentity(claims, "x"));
        var context = new Microsoft.AspNetCore.Identity.SecurityStampRefreshingPrincipalContext
        {
            CurrentPrincipal = Principal(new Claim("two_factor_epoch", "3")),
            NewPrincipal = Principal(),
        };
        await options.OnRefreshingPrincipal!(context);
        Assert.True(hooked);
        Assert.Equal("3", context.NewPrincipal.FindFirst("two_factor_epoch")!.Value);
    }

    [Fact]
    [Trait("Req", "R42")]
    public async Task What_one_identity_proved_is_not_held_to_the_credit_of_another()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();

        // An endpoint that names two schemes: the session is renewed as what it is.
        Assert.Equal((200, 200), ((await user.GetAsync("/both")).Status, (await user.GetAsync("/both-vault")).Status));
        Assert.Equal(200, (await user.PostAsync("/both-renew")).Status);
        Assert.Equal(200, (await user.GetAsync("/claims")).Status);

        // With the token of somebody else beside the cookie, the two are nobody.
        using var victim = host.Visitor();
        await victim.LoginAsync("bob", "&scheme=BearerToken");
        user.Headers["Authorization"] = victim.Headers["Authorization"];
        Assert.Equal(403, (await user.GetAsync("/both-vault")).Status);
        Assert.Equal(401, (await user.PostAsync("/both-renew")).Status);
    }

    [Fact]
    [Trait("Req", "R50")]
    public async Task An_administrator_with_two_identities_acts_as_nobody()
    {
        await using var host = await MiniHost.StartAsync();
        using var admin = host.Visitor();
        await admin.LoginAsync("admin");
        Assert.Equal(200, (await admin.GetAsync("/two-factor/admin/policy")).Status);
        using var other = host.Visitor();
        await other.LoginAsync("bob", "&scheme=BearerToken");
        admin.Headers["Authorization"] = other.Headers["Authorization"];
        var refused = await admin.PostAsync("/two-factor/admin/users/admin/temporary-code", new { reason = "mine" });
        Assert.Equal((401, "sign_in_required"), (refused.Status, Visitor.CodeOf(refused)));
    }

    [Fact]
    public async Task A_renewed_session_keeps_its_properties_and_nothing_that_was_added_on_the_way()
    {
        await using var host = await MiniHost.StartAsync(
            new()
            {
                Build = b =>
                    Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<
                        Microsoft.AspNetCore.Authentication.IClaimsTransformation,
                        AddsRole
                    >(b.Services),
            }
        );
        using var user = host.Visitor();
        await user.GetAsync("/persistent-login?user=alice");
        Assert.Contains(
            user.SetCookies,
            c =>
                c.StartsWith(".AspNetCore.Cookies", StringComparison.Ordinal)
                && c.Contains("expires", StringComparison.Ordinal)
        );
        user.SetCookies.Clear();
        await user.PostAsync("/both-renew");
        Assert.Contains(
            user.SetCookies,
            c =>
                c.StartsWith(".AspNetCore.Cookies", StringComparison.Ordinal)
                && c.Contains("expires", StringComparison.Ordinal)
        );
        Assert.Equal(1, (await user.ClaimsAsync()).Count(c => c.EndsWith("/role=temporary", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_signs_in_over_another_session_is_the_one_who_is_signed_in()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        Assert.Equal("bob", (await user.GetAsync("/login-and-see?user=bob")).Body["userId"]!.GetValue<string>());
    }

    private sealed class AddsRole : Microsoft.AspNetCore.Authentication.IClaimsTransformation
    {
        public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        {
            var added = principal.Clone();
            added.AddIdentity(new ClaimsIdentity([new Claim(ClaimTypes.Role, "temporary")]));
            return Task.FromResult(added);
        }
    }

    [Fact]
    [Trait("Req", "R60")]
    public async Task A_federated_sign_in_is_exempt_when_the_policy_says_so()
    {
        await using var host = await MiniHost.StartAsync();
        var exemption = new IdentityProviderExemption
        {
            Provider = "google",
            Actor = "admin",
            Reason = "asks itself",
            ExpiresAt = host.Clock.Now.AddDays(1),
        };
        await host.Get<IPolicyService>()
            .SetAsync(
                new PolicyChange
                {
                    Requirement = Requirement.Everyone,
                    Exemptions = [exemption],
                    Actor = "admin",
                }
            );
        using var user = host.Visitor();
        Assert.Equal("allowed", await user.LoginAsync("alice", "&provider=google"));
        Assert.DoesNotContain("amr=pwd", await user.ClaimsAsync());
        Assert.Equal("enroll", await user.LoginAsync("bob", "&claim=idp=google"));
        Assert.Equal("enroll", await user.LoginAsync("carol"));
    }

    [Fact]
    [Trait("Req", "R70")]
    public async Task A_trusted_device_is_one_user_s_rotates_and_a_copy_of_it_takes_all_trust()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.LoginAsync("alice");
        await user.PostAsync("/two-factor/sign-in/verify", new { code = user.Code(), rememberDevice = true });
        var (name, token) = user.Cookies.Single(c =>
            c.Key.StartsWith("__Host-TwoFactor.Device.", StringComparison.Ordinal)
        );
        var set = user.SetCookies.Last(c => c.StartsWith(name, StringComparison.Ordinal));
        Assert.All(
            ["max-age=2592000", "path=/", "secure", "samesite=lax", "httponly"],
            a => Assert.Contains(a, set, StringComparison.OrdinalIgnoreCase)
        );
        Assert.DoesNotContain("domain", set, StringComparison.OrdinalIgnoreCase);

        Assert.Equal("allowed", await user.LoginAsync("alice"));
        Assert.NotEqual(token, user.Cookies[name]);
        Assert.Equal(403, (await user.GetAsync("/once")).Status);

        using var thief = host.Visitor();
        thief.Cookies[name] = token;
        Assert.Equal("challenge", await thief.LoginAsync("alice"));
        Assert.Equal("challenge", await user.LoginAsync("alice"));
        Assert.DoesNotContain(name, user.Cookies.Keys);
    }

    [Fact]
    [Trait("Req", "R34")]
    public async Task Public_answers_tell_an_outsider_nothing()
    {
        await using var host = await MiniHost.StartAsync(new() { Http = o => o.PublicAnswers = true });
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        await user.LoginAsync("alice");
        var used = user.Code();
        await user.PostAsync("/two-factor/sign-in/verify", new { code = used });
        await user.LoginAsync("alice");
        var answers = new List<string>();
        async Task AskAsync(string code)
        {
            var (status, body) = await user.PostAsync("/two-factor/sign-in/verify", new { code });
            answers.Add(
                $"{status} {body.ToJsonString()} "
                    + $"{string.Join(',', user.Last!.Headers.Select(h => h.Key).Order(StringComparer.Ordinal))}"
            );
        }

        await AskAsync(used);
        for (var i = 0; i < 6; i++)
            await AskAsync("000000");

        user.Headers["X-TwoFactor-Ticket"] = "none";
        await AskAsync("000000");
        Assert.Single(answers.Distinct());
        Assert.StartsWith(
            "400 {\"title\":\"The code is wrong.\",\"status\":400,\"code\":\"invalid_code\"}",
            answers[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Claims_are_carried_over_to_a_principal_that_the_host_makes_anew()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        await user.LoginAsync("alice");
        await user.TurnOnAsync();
        var copied = await user.ClaimsAsync("/copied");
        Assert.Contains("two_factor_epoch=1", copied);
        Assert.DoesNotContain("two_factor_epoch=99", copied);
        Assert.Equal(
            ["amr=mfa", "amr=otp", "amr=pwd"],
            copied.Where(c => c.StartsWith("amr", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        );
        Assert.Contains(copied, c => c.StartsWith("auth_time", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mistakes_of_the_host_are_named_with_their_remedy()
    {
        await using var host = await MiniHost.StartAsync();
        using var user = host.Visitor();
        var noScheme = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            user.GetAsync("/login?user=alice&scheme=nothing")
        );
        Assert.Contains("AddAuthentication()", noScheme.Message, StringComparison.Ordinal);
        var noUser = await Assert.ThrowsAsync<InvalidOperationException>(() => user.GetAsync("/login?user="));
        Assert.Contains("UserIdClaims", noUser.Message, StringComparison.Ordinal);
        var bad = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            MiniHost.StartAsync(
                new()
                {
                    Http = o =>
                        (o.TicketLifetime, o.RequestsPerMinute, o.StepUpPath) = (
                            TimeSpan.FromHours(1),
                            0,
                            "https://evil.example"
                        ),
                }
            )
        );
        Assert.All(
            ["TicketLifetime", "RequestsPerMinute", "StepUpPath"],
            s => Assert.Contains($"TwoFactor:Http:{s}", bad.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    [Trait("Req", "R70")]
    public async Task Cookies_keep_their_prefix_but_on_plain_http_in_development()
    {
        await using var production = await MiniHost.StartAsync();
        using var plain = production.Visitor("http://localhost");
        using var setup = production.Visitor();
        await setup.LoginAsync("alice");
        await setup.TurnOnAsync();
        await plain.LoginAsync("alice");
        Assert.Contains(
            plain.SetCookies,
            c =>
                c.StartsWith("__Host-TwoFactor=", StringComparison.Ordinal)
                && c.Contains("secure", StringComparison.Ordinal)
        );
        Assert.Contains(production.Logs.Lines, l => l.Contains("UseForwardedHeaders", StringComparison.Ordinal));

        await using var development = await MiniHost.StartAsync(new() { Environment = "Development" });
        using var local = development.Visitor("http://localhost");
        await local.LoginAsync("alice");
        await local.TurnOnAsync();
        await local.LoginAsync("alice");
        Assert.Contains(
            local.SetCookies,
            c =>
                c.StartsWith("TwoFactor.Development=", StringComparison.Ordinal)
                && !c.Contains("secure", StringComparison.Ordinal)
        );
        Assert.Equal(200, (await local.PostAsync("/two-factor/sign-in/verify", new { code = local.Code() })).Status);
    }
}
