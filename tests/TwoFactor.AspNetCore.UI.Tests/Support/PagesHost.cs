using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>
/// An app as small as one can be with the pages: /login?user=… in place of a sign-in with a password.
/// </summary>
internal sealed class PagesHost : IAsyncDisposable
{
    public const string Password = "correct horse";

    private const string Key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private readonly WebApplication _app;
    private readonly DirectoryInfo _outbox;

    private PagesHost(WebApplication app, ManualTimeProvider clock, DirectoryInfo outbox) =>
        (_app, Clock, _outbox) = (app, clock, outbox);

    public ManualTimeProvider Clock { get; }

    public static async Task<PagesHost> StartAsync(
        Action<TwoFactorPagesOptions>? pages = null,
        Action<TwoFactorOptions>? core = null,
        bool overrides = false,
        Action<TwoFactorBuilder>? build = null
    )
    {
        var clock = new ManualTimeProvider();
        var outbox = Directory.CreateTempSubdirectory("two-factor-pages");

        // The name of the app decides whose files lie over those of the package.
        var name = overrides
            ? typeof(PagesHost).Assembly.GetName().Name
            : typeof(TwoFactorPage).Assembly.GetName().Name;
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = "Development", ApplicationName = name }
        );
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddLocalization();
        builder
            .Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(o =>
            {
                o.LoginPath = "/login-page";
                o.AccessDeniedPath = "/denied";
                o.ExpireTimeSpan = TimeSpan.FromDays(1);
            });
        builder
            .Services.AddAuthorizationBuilder()
            .AddPolicy("admin", p => p.RequireClaim("job", "admin"))
            .AddPolicy("help", p => p.RequireClaim("job", "help", "admin"));
        var twoFactor = builder
            .Services.AddTwoFactor(o =>
            {
                o.Issuer = "Example";
                o.Sealing.Keys.Add(Key);
                o.RecoveryCodes.HashIterations = 1_000;
                o.TrustedDevices.Enabled = true;
                core?.Invoke(o);
            })
            .UseInMemoryStore()
            .AddUserDirectory<People>()
            .AddTwoFactorPages(o =>
            {
                o.CheckPassword = (_, password) => new(password == Password);
                o.AdministratorPolicy = "admin";
                o.HelpDeskPolicy = "help";
                pages?.Invoke(o);
            });
        twoFactor.AddSms(o => o.Regions = ["JP", "US"]).AddOutbox(Path.Combine(outbox.FullName, "sms"));
        build?.Invoke(twoFactor);
        twoFactor.AddEmail().AddOutbox(Path.Combine(outbox.FullName, "mail"));

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet(
            "/login",
            async (HttpContext context, string user, string? returnUrl) =>
            {
                var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, user), new(ClaimTypes.Name, user) };
                if (user is "admin" or "help")
                    claims.Add(new Claim("job", user));

                var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, "password"));
                var signIn = await context.SignInWithTwoFactorAsync(principal);
                return Results.LocalRedirect(context.GetTwoFactorPage(signIn, returnUrl));
            }
        );
        app.MapGet("/", () => "the start page").AllowAnonymous();
        app.MapGet("/wanted", () => "the wanted page").RequireAuthorization();
        app.MapGet("/login-page", (HttpContext context) => $"the host's sign-in: {context.TakeTwoFactorNotice()}")
            .AllowAnonymous();
        app.MapGet("/denied", () => "denied").AllowAnonymous();
        app.MapTwoFactorPages();
        await app.StartAsync();
        return new PagesHost(app, clock, outbox);
    }

    public Visitor Visit() => new(_app.GetTestServer(), Clock);

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>The six digits of the newest message.</summary>
    public string ReadCode() => System.Text.RegularExpressions.Regex.Match(ReadMessage(), @"(?<!\d)\d{6}(?!\d)").Value;

    /// <summary>The newest message, as its file in the outbox.</summary>
    public string ReadMessage() =>
        _outbox
            .EnumerateFiles("*.*", SearchOption.AllDirectories)
            .Where(f => !f.Name.StartsWith('.'))
            .OrderByDescending(f => f.Name, StringComparer.Ordinal)
            .Select(f => File.ReadAllText(f.FullName))
            .First();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _outbox.Delete(recursive: true);
    }

    private sealed class People : IUserDirectory
    {
        private static readonly DirectoryUser[] s_all =
        [
            Person("admin", "staff"),
            Person("alice", "=cmd|' /C calc'!A0"),
            Person("bob", "staff"),
            Person("help", "staff"),
        ];

        public ValueTask<DirectoryUser?> FindAsync(string userId, CancellationToken cancellationToken) =>
            new(Array.Find(s_all, u => u.UserId == userId));

        public ValueTask<DirectoryUser?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
            FindAsync(name, cancellationToken);

        public ValueTask<IReadOnlyList<DirectoryUser>> ListAsync(
            string? afterUserId,
            int take,
            CancellationToken cancellationToken
        ) =>
            new([
                .. s_all
                    .Where(u => string.CompareOrdinal(u.UserId, afterUserId) > 0)
                    .OrderBy(u => u.UserId, StringComparer.Ordinal)
                    .Take(take),
            ]);

        private static DirectoryUser Person(string name, string role) =>
            new()
            {
                UserId = name,
                UserName = name,
                Roles = [role],
            };
    }
}
