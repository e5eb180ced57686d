using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>
/// An app as small as one can be that signs users in: /login?user=…&amp;scheme=…, and the library's endpoints.
/// </summary>
internal sealed class MiniHost : IAsyncDisposable
{
    public const string Key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private readonly WebApplication _app;

    private MiniHost(WebApplication app, ManualClock clock, RecordingLogs logs) =>
        (_app, Clock, Logs) = (app, clock, logs);

    public ManualClock Clock { get; }

    public RecordingLogs Logs { get; }

    public static async Task<MiniHost> StartAsync(Setup? setup = null)
    {
        setup ??= new Setup();
        var (clock, logs) = (new ManualClock(), new RecordingLogs());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = setup.Environment });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());

        if (setup.AuthenticationFirst)
            AddAuthentication(builder.Services);
        var twoFactor = builder.Services.AddTwoFactor(o =>
        {
            o.Sealing.Keys.Add(Key);
            o.RecoveryCodes.HashIterations = 1_000;
            o.TrustedDevices.Enabled = true;
            setup.Core?.Invoke(o);
        });
        twoFactor.UseInMemoryStore().AddAspNetCore(setup.Http).AddAspNetCore();
        setup.Build?.Invoke(twoFactor);
        if (!setup.AuthenticationFirst)
            AddAuthentication(builder.Services);

        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy(
                "admin",
                p =>
                    p.AddAuthenticationSchemes(
                            CookieAuthenticationDefaults.AuthenticationScheme,
                            BearerTokenDefaults.AuthenticationScheme
                        )
                        .RequireClaim(ClaimTypes.Role, "admin")
            );
        builder.Services.AddHealthChecks().AddTwoFactor();

        var app = builder.Build();
        app.Use(
            (context, next) =>
            {
                context.Connection.RemoteIpAddress ??= System.Net.IPAddress.Parse(
                    context.Request.Headers["X-Test-Address"].FirstOrDefault() ?? "192.0.2.1"
                );
                return next(context);
            }
        );
        app.Use(
            async (context, next) =>
            {
                await next(context);

                // A browser that is on its way elsewhere drops the connection before the answer.
                if (context.Request.Headers.ContainsKey("X-Test-Hang-Up"))
                    context.Abort();
            }
        );
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet(
            "/login",
            async (HttpContext context, string user, string? scheme, string? claim, string? provider) =>
            {
                var claims = new List<Claim>
                {
                    new(ClaimTypes.NameIdentifier, user),
                    new(ClaimTypes.Email, $"{user}@example.com"),
                };
                claims.AddRange(
                    (claim ?? "")
                        .Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .Select(c => new Claim(c.Split('=')[0], c.Split('=')[1]))
                );
                if (user.StartsWith("admin", StringComparison.Ordinal))
                    claims.Add(new Claim(ClaimTypes.Role, "admin"));

                var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, "password"));
                return (
                    await context.SignInWithTwoFactorAsync(
                        principal,
                        facts: new TwoFactorSignInFacts { Scheme = scheme, IdentityProvider = provider }
                    )
                ).ToHttpResult();
            }
        );
        app.MapGet(
            "/plain-login",
            (HttpContext context, string user) =>
                context.SignInAsync(
                    new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "password"))
                )
        );
        app.MapGet(
                "/password",
                async (HttpContext context) =>
                {
                    var session = (await context.GetTwoFactorSessionAsync())!;
                    await session.ReauthenticatedAsync();
                    return session.TokenResponse is { } tokens ? Results.Json(tokens) : Results.NoContent();
                }
            )
            .RequireAuthorization();
        app.MapGet("/claims", (ClaimsPrincipal user) => user.Claims.Select(c => $"{c.Type}={c.Value}"))
            .RequireAuthorization();
        app.MapGet(
                "/copied",
                (ClaimsPrincipal user) =>
                {
                    var fresh = new ClaimsPrincipal(
                        new ClaimsIdentity([new Claim(TwoFactorClaimTypes.Epoch, "99")], "password")
                    );
                    fresh.CopyTwoFactorClaims(user);
                    return fresh.Claims.Select(c => $"{c.Type}={c.Value}");
                }
            )
            .RequireAuthorization();
        Action<AuthorizationPolicyBuilder> both = p =>
            p.AddAuthenticationSchemes(
                    CookieAuthenticationDefaults.AuthenticationScheme,
                    BearerTokenDefaults.AuthenticationScheme
                )
                .RequireAuthenticatedUser();
        app.MapGet("/both", () => "open").RequireAuthorization(both);
        app.MapGet("/both-vault", () => "open")
            .RequireAuthorization(p =>
            {
                both(p);
                p.RequireTwoFactor(TimeSpan.FromMinutes(5));
            });
        app.MapPost(
                "/both-renew",
                async (HttpContext context) =>
                {
                    if (await context.GetTwoFactorSessionAsync() is not { } session)
                        return Results.Unauthorized();

                    await session.ReauthenticatedAsync();
                    return Results.Ok();
                }
            )
            .RequireAuthorization(both);
        app.MapGet(
            "/persistent-login",
            async (HttpContext context, string user) =>
            {
                var principal = new ClaimsPrincipal(
                    new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "password")
                );
                await context.SignInWithTwoFactorAsync(principal, new AuthenticationProperties { IsPersistent = true });
            }
        );
        app.MapGet(
            "/login-and-see",
            async (HttpContext context, string user) =>
            {
                var principal = new ClaimsPrincipal(
                    new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, user)], "password")
                );
                await context.SignInWithTwoFactorAsync(principal);
                return new { userId = (await context.GetTwoFactorSessionAsync())!.UserId };
            }
        );
        app.MapGet("/vault", () => "open").RequireTwoFactor(TimeSpan.FromMinutes(5));
        app.MapGet("/once", () => "open").RequireTwoFactor();
        app.MapTwoFactor();
        var admin = app.MapTwoFactorAdmin("admin");
        setup.Admin(admin);

        app.MapSmsReceipts();
        app.MapHealthChecks("/health");
        setup.Map?.Invoke(app);
        await app.StartAsync();
        return new MiniHost(app, clock, logs);
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public Visitor Visitor(string url = "https://localhost") =>
        new(this, _app.GetTestServer().CreateHandler(), new Uri(url));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void AddAuthentication(IServiceCollection services) =>
        services
            .AddAuthentication("either")
            .AddPolicyScheme(
                "either",
                null,
                o =>
                {
                    o.ForwardDefaultSelector = c =>
                        c.Request.Headers.Authorization.Count > 0
                            ? BearerTokenDefaults.AuthenticationScheme
                            : CookieAuthenticationDefaults.AuthenticationScheme;
                    o.ForwardSignIn = CookieAuthenticationDefaults.AuthenticationScheme;
                }
            )
            .AddCookie(
                CookieAuthenticationDefaults.AuthenticationScheme,
                o =>
                {
                    o.Events.OnRedirectToLogin = c => Answer(c, 401);
                    o.Events.OnRedirectToAccessDenied = c => Answer(c, 403);
                }
            )
            .AddBearerToken();

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    internal sealed record Setup
    {
        public string Environment { get; init; } = "Production";

        public bool AuthenticationFirst { get; init; } = true;

        /// <summary>
        /// Most tests are not about the second factor of administrators, and sign them in by password.
        /// </summary>
        public Action<RouteGroupBuilder> Admin { get; init; } = group => group.AllowWithoutTwoFactor();

        public Action<TwoFactorOptions>? Core { get; init; }

        public Action<TwoFactorHttpOptions>? Http { get; init; }

        public Action<TwoFactorBuilder>? Build { get; init; }

        public Action<WebApplication>? Map { get; init; }
    }
}
