using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Proof;

/// <summary>
/// An app with ASP.NET Core Identity on PostgreSQL, with or without the library. Its endpoints call what the default
/// pages call.
/// </summary>
internal sealed class IdentityApp(WebApplication app) : IAsyncDisposable
{
    public const string Password = "Passw0rd!";

    /// <summary>A thousand sign-ins at once are to meet at the second factor, not at the hash of the password.</summary>
    public const int HashIterations = 1;

    public string Url => app.Urls.First();

    public IServiceProvider Services => app.Services;

    public static async Task<IdentityApp> StartAsync(string connection, bool hasLibrary)
    {
        var app = Build(connection, hasLibrary);
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost(
            "/password",
            async (SignInManager<IdentityUser> s, string user) =>
                $"{await s.PasswordSignInAsync(user, Password, isPersistent: false, lockoutOnFailure: true)}"
        );
        app.MapPost(
            "/code",
            async (SignInManager<IdentityUser> s, string code) =>
                $"{await s.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)}"
        );
        app.MapPost(
            "/recovery-code",
            async (SignInManager<IdentityUser> s, string code) => $"{await s.TwoFactorRecoveryCodeSignInAsync(code)}"
        );
        app.MapGet("/who", (HttpContext context) => context.User.Identity?.Name ?? "nobody");

        // Only the first app on a database makes Identity's tables.
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<UsersContext>().Database.EnsureCreatedAsync();

        await app.StartAsync();
        return new IdentityApp(app);
    }

    /// <summary>The app without its server, e.g. for a command.</summary>
    public static WebApplication Build(string connection, bool hasLibrary)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var services = builder.Services;
        services.AddDataProtection().SetApplicationName("proof").UseEphemeralDataProtectionProvider();
        services.AddDbContext<UsersContext>(o => o.UseNpgsql(connection));
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = HashIterations);
        var identity = services
            .AddIdentity<IdentityUser, IdentityRole>()
            .AddEntityFrameworkStores<UsersContext>()
            .AddDefaultTokenProviders();
        if (hasLibrary)
            identity
                .AddTwoFactor(o =>
                {
                    o.Issuer = "Proof";
                    o.Sealing.Keys = [App.Key];
                    o.RecoveryCodes.HashIterations = 1_000;
                })
                .UsePostgreSql(connection);
        else
            identity.AddTokenProvider<CountingProvider>(TokenOptions.DefaultAuthenticatorProvider);

        var app = builder.Build();
        app.UseAuthentication();
        return app;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
