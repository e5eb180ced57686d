using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>
/// Apps as people build them: Identity's schemes, external cookies, schemes without a default, Negotiate, output
/// caches.
/// </summary>
public sealed class HostsTests
{
    [Fact]
    public async Task Under_Identity_s_defaults_the_app_s_own_cookie_is_signed_in()
    {
        await using var app = await StartAsync(s =>
            s.AddAuthentication(o =>
                    (o.DefaultScheme, o.DefaultSignInScheme) = (
                        IdentityConstants.ApplicationScheme,
                        IdentityConstants.ExternalScheme
                    )
                )
                .AddIdentityCookies()
        );
        using var response = await app.GetTestClient().GetAsync("/login");
        Assert.Contains(
            response.Headers.GetValues("Set-Cookie"),
            c => c.Contains("Identity.Application=", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("Identity.External")]
    [InlineData("carried-over")]
    public async Task What_a_provider_carries_over_is_no_session_and_is_not_ended(string external)
    {
        await using var app = await StartAsync(
            s => s.AddAuthentication("own").AddCookie("own").AddCookie(external),
            o => o.ExternalSchemes.Add("carried-over"),
            a =>
                a.MapGet(
                    "/callback",
                    async (HttpContext c) =>
                        (await c.AuthenticateAsync(external)).Succeeded ? Results.Ok() : Results.Unauthorized()
                )
        );
        await app.Services.GetRequiredService<ISignInService>().EndSessionsAsync("alice");
        using var http = app.GetTestClient();
        foreach (var (scheme, path, expected) in new[] { (external, "/callback", 200), ("own", "/who", 401) })
        {
            using var signedIn = await http.GetAsync($"/plain?scheme={scheme}");
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
            using var response = await http.SendAsync(request);
            Assert.Equal((scheme, expected), (scheme, (int)response.StatusCode));
        }
    }

    [Fact]
    public async Task Without_a_default_scheme_nobody_is_signed_in_and_a_plain_sign_in_works()
    {
        await using var app = await StartAsync(
            s => s.AddAuthentication(o => o.DefaultSignInScheme = "a").AddCookie("a").AddCookie("b"),
            map: a =>
                a.MapGet(
                    "/anybody",
                    async (HttpContext c) => await c.GetTwoFactorSessionAsync() is null ? "nobody" : "somebody"
                )
        );
        using var http = app.GetTestClient();
        Assert.Equal("nobody", await http.GetStringAsync("/anybody"));
        using var response = await http.GetAsync("/plain");
        Assert.Contains(".AspNetCore.a=", response.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_that_cannot_sign_in_is_named_before_a_code_is_spent()
    {
        await using var app = await StartAsync(s =>
            s.AddAuthentication("negotiate").AddScheme<AuthenticationSchemeOptions, Negotiate>("negotiate", null)
        );
        using var response = await app.GetTestClient().GetAsync("/login?scheme=negotiate");
        Assert.Contains("cannot sign in", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example", "application/json", 403)]
    [InlineData(null, "text/plain", 415)]
    public async Task What_browsers_add_by_themselves_counts_like_a_cookie(
        string? origin,
        string contentType,
        int expected
    )
    {
        await using var app = await StartAsync(
            s => s.AddAuthentication("negotiate").AddScheme<AuthenticationSchemeOptions, Negotiate>("negotiate", null),
            map: a => a.MapTwoFactorAdmin("anybody").AllowWithoutTwoFactor()
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/two-factor/admin/users/bob/reset")
        {
            Content = new StringContent(
                "{\"reason\":\"x\"}",
                new System.Net.Http.Headers.MediaTypeHeaderValue(contentType)
            ),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Negotiate abc");
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        using var response = await app.GetTestClient().SendAsync(request);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task What_a_browser_is_to_the_intranet_is_no_session_that_a_sign_in_could_disagree_with()
    {
        await using var app = await StartAsync(
            s =>
                s.AddAuthentication("negotiate")
                    .AddScheme<AuthenticationSchemeOptions, Negotiate>("negotiate", null)
                    .AddCookie("own"),
            map: a => a.MapTwoFactor()
        );
        await app
            .Services.GetRequiredService<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        using var http = app.GetTestClient();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Negotiate abc");
        using var begun = await http.GetAsync("/login?scheme=own");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/two-factor/sign-in");
        request.Headers.Add(
            "Cookie",
            begun
                .Headers.GetValues("Set-Cookie")
                .Single(c => c.StartsWith("TwoFactor", StringComparison.Ordinal))
                .Split(';')[0]
        );
        using var state = await http.SendAsync(request);
        Assert.Equal(200, (int)state.StatusCode);
    }

    [Fact]
    public async Task No_output_cache_hands_one_user_s_sign_in_to_another()
    {
        await using var app = await StartAsync(
            s =>
            {
                s.AddAuthentication("own").AddCookie("own").AddBearerToken("token");
                s.AddOutputCache(o => o.AddBasePolicy(b => b.Expire(TimeSpan.FromMinutes(1))));
            },
            map: a => a.MapTwoFactor(),
            use: a => a.UseOutputCache()
        );
        await app
            .Services.GetRequiredService<IPolicyService>()
            .SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "admin" });
        using var http = app.GetTestClient();
        var begun = System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync("/login?scheme=token"))!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/two-factor/sign-in");
        request.Headers.Add("X-TwoFactor-Ticket", begun["ticket"]!.GetValue<string>());
        using var own = await http.SendAsync(request);
        using var other = await http.GetAsync("/two-factor/sign-in");
        Assert.Equal((200, 401), ((int)own.StatusCode, (int)other.StatusCode));
    }

    private static async Task<WebApplication> StartAsync(
        Action<IServiceCollection> authentication,
        Action<TwoFactorHttpOptions>? options = null,
        Action<WebApplication>? map = null,
        Action<WebApplication>? use = null
    )
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddTwoFactor(o => o.Sealing.Keys.Add(MiniHost.Key)).UseInMemoryStore().AddAspNetCore(options);
        authentication(builder.Services);
        builder.Services.AddAuthorizationBuilder().AddPolicy("anybody", p => p.RequireAuthenticatedUser());
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        use?.Invoke(app);
        app.MapGet(
            "/login",
            async (HttpContext context, string? scheme) =>
                (
                    await context.SignInWithTwoFactorAsync(Alice(), facts: new TwoFactorSignInFacts { Scheme = scheme })
                ).ToHttpResult()
        );
        app.MapGet("/plain", (HttpContext context, string? scheme) => context.SignInAsync(scheme, Alice()));
        app.MapGet(
            "/who",
            (ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true ? Results.Ok() : Results.Unauthorized()
        );
        map?.Invoke(app);
        await app.StartAsync();
        return app;
    }

    private static ClaimsPrincipal Alice() =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "alice")], "password"));

    /// <summary>Stands for whatever a browser adds to each request of the intranet.</summary>
    private sealed class Negotiate(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        UrlEncoder encoder
    ) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(
                Request.Headers.Authorization.Count > 0
                    ? AuthenticateResult.Success(
                        new AuthenticationTicket(
                            new ClaimsPrincipal(
                                new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "admin")], "Negotiate")
                            ),
                            Scheme.Name
                        )
                    )
                    : AuthenticateResult.NoResult()
            );
    }
}
