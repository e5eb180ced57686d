using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TwoFactor.AspNetCore.UI;
using TwoFactor.WebAuthn;

namespace TwoFactor.Tests;

/// <summary>
/// An app with the pages and security keys, on a port that the keys know: /login?user=… in place of a password.
/// </summary>
internal sealed class KeyApp : IAsyncDisposable
{
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'";

    private readonly WebApplication _app;

    private KeyApp(WebApplication app, string url) => (_app, Url) = (app, url);

    public string Url { get; }

    public ManualClock Clock => (ManualClock)_app.Services.GetRequiredService<TimeProvider>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<KeyApp> StartAsync(Action<WebAuthnOptions>? configure = null)
    {
        var url = $"http://localhost:{FreePort()}";
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ApplicationName = typeof(TwoFactorPage).Assembly.GetName().Name }
        );
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new ManualClock());
        builder.Services.AddLocalization();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder
            .Services.AddTwoFactor(o =>
            {
                o.Issuer = "Example";
                o.Sealing.AllowEphemeralKey = true;
                o.RecoveryCodes.HashIterations = 1_000;
            })
            .UseInMemoryStore()
            .AddWebAuthn(o =>
            {
                o.RelyingPartyId = "localhost";
                o.Origins = [url];
                configure?.Invoke(o);
            })
            .AddTwoFactorPages(o => o.CheckPassword = (_, password) => new(password == "password"));
        var app = builder.Build();
        app.Urls.Add(url);
        app.Use(
            (context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                return next(context);
            }
        );
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet(
            "/login",
            async (HttpContext context, string user, string? returnUrl) =>
            {
                var claims = new[] { new Claim(ClaimTypes.NameIdentifier, user), new Claim(ClaimTypes.Name, user) };
                var signIn = await context.SignInWithTwoFactorAsync(
                    new ClaimsPrincipal(new ClaimsIdentity(claims, "password"))
                );
                return Results.LocalRedirect(context.GetTwoFactorPage(signIn, returnUrl));
            }
        );
        app.MapGet("/", () => "the start page");
        app.MapGet("/payouts", () => "the payouts")
            .RequireTwoFactor(new TwoFactorRequirement(TimeSpan.FromMinutes(5)) { IsPhishingResistant = true });
        app.MapTwoFactorPages();
        await app.StartAsync();
        return new KeyApp(app, url);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
