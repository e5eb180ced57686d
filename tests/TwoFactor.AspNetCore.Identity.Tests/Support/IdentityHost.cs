using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.Tests;

/// <summary>What <c>dotnet new webapp --auth Individual</c> writes, with or without the library's lines.</summary>
internal sealed class IdentityHost : IAsyncDisposable
{
    public const string Password = "Passw0rd!";

    private readonly WebApplication _app;
    private readonly Folder? _own;

    private IdentityHost(WebApplication app, ManualClock clock, RecordingLogs logs, Folder? own) =>
        (_app, Clock, Logs, _own) = (app, clock, logs, own);

    public ManualClock Clock { get; }

    public RecordingLogs Logs { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<IdentityHost> StartAsync(Setup? setup = null, Folder? folder = null)
    {
        setup ??= new();
        var own = folder is null ? new Folder() : null;
        var path = (folder ?? own!).Path;
        var (clock, logs) = (new ManualClock { Now = DateTimeOffset.UtcNow }, new RecordingLogs());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(logs);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(clock);
        services
            .AddDataProtection()
            .SetApplicationName("test")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(path, "keys")));

        // With passkeys, for all: the first host of the process decides the model that Entity Framework Core keeps.
        services.Configure<IdentityOptions>(o => o.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        services.AddDbContext<TestDb>(o => o.UseSqlite($"Data Source={Path.Combine(path, "app.db")}"));
        var identity = setup.IsApi
            ? services.AddIdentityApiEndpoints<IdentityUser>()
            : services.AddDefaultIdentity<IdentityUser>();
        if (setup.HasRoles)
            identity.AddRoles<IdentityRole>();

        identity.AddEntityFrameworkStores<TestDb>();
        setup.Before?.Invoke(identity);
        if (setup.HasLibrary)
        {
            var twoFactor = identity
                .AddTwoFactor(
                    o =>
                    {
                        o.Sealing.KeyFile = Path.Combine(path, "two-factor.key");
                        o.RecoveryCodes.HashIterations = 1_000;
                        setup.Core?.Invoke(o);
                    },
                    setup.Identity
                )
                .UseSqlite(Path.Combine(path, "two-factor.db"));
            setup.Build?.Invoke(twoFactor);
            SealingKeyFile.TryCreate(Path.Combine(path, "two-factor.key"));
        }

        setup.After?.Invoke(services);
        services.AddAuthorization();
        if (!setup.IsApi)
            services.AddRazorPages();

        var app = builder.Build();
        app.UseRouting();
        app.UseAuthorization();
        if (setup.IsApi)
            app.MapIdentityApi<IdentityUser>();
        else
            app.MapRazorPages();

        if (setup.HasLibrary)
            app.MapTwoFactor();

        app.MapGet("/who", (HttpContext c) => c.User.Identity?.Name ?? "nobody");
        app.MapGet("/mine", (HttpContext c) => $"private {c.User.Identity?.Name}").RequireAuthorization();
        app.MapGet("/ended", (HttpContext c) => $"{c.TakeTwoFactorSessionEnd()}");
        app.MapGet("/claims", (HttpContext c) => string.Join("\n", c.User.Claims.Select(x => $"{x.Type}={x.Value}")));
        app.MapPost(
            "/just-sign-in",
            async (SignInManager<IdentityUser> signIn, string user) =>
                await signIn.SignInAsync((await signIn.UserManager.FindByNameAsync(user))!, isPersistent: false)
        );
        FirstFactors.Map(app);
        setup.Map?.Invoke(app);
        await using (var scope = app.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<TestDb>().Database.EnsureCreatedAsync();

        await app.StartAsync();
        return new(app, clock, logs, own);
    }

    public Browser Open() => new(this, _app.GetTestServer());

    public async Task<T> WithUsersAsync<T>(Func<UserManager<IdentityUser>, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>());
    }

    public async Task<string> AddUserAsync(string name = "alice@example.com")
    {
        var user = new IdentityUser(name) { Email = name, EmailConfirmed = true };
        Assert.True((await WithUsersAsync(u => u.CreateAsync(user, Password))).Succeeded);
        return user.Id;
    }

    /// <summary>A user of Identity's own second factor, as its store keeps it.</summary>
    public async Task<(string Id, byte[] Secret, string[] Codes)> AddOldUserAsync(
        string name = "alice@example.com",
        string? key = null
    )
    {
        var id = await AddUserAsync(name);
        var secret = System.Security.Cryptography.RandomNumberGenerator.GetBytes(20);
        string[] codes = ["BCDFG-HJKMN", "PQRTV-WXY23", "45678-9BCDF"];
        await using var scope = Services.CreateAsyncScope();
        var any = scope.ServiceProvider.GetRequiredService<IUserStore<IdentityUser>>();
        var user = (await any.FindByIdAsync(id, default))!;
        await ((IUserAuthenticatorKeyStore<IdentityUser>)any).SetAuthenticatorKeyAsync(
            user,
            key ?? Base32.Encode(secret),
            default
        );
        await ((IUserTwoFactorRecoveryCodeStore<IdentityUser>)any).ReplaceCodesAsync(user, codes, default);
        await ((IUserTwoFactorStore<IdentityUser>)any).SetTwoFactorEnabledAsync(user, true, default);
        Assert.True((await any.UpdateAsync(user, default)).Succeeded);
        return (id, secret, codes);
    }

    public Task<TwoFactorStatus> StatusAsync(string id) =>
        Services.GetRequiredService<IEnrollmentService>().GetStatusAsync(id);

    /// <summary>What Identity's own table of tokens holds.</summary>
    public async Task<List<string>> TokensAsync(string id)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<TestDb>()
            .UserTokens.Where(t => t.UserId == id)
            .Select(t => t.Value ?? "")
            .ToListAsync();
    }

    public async Task ResetAsync(string id) =>
        Assert.True(
            (
                await Services
                    .GetRequiredService<IResetService>()
                    .ResetAsync(
                        new()
                        {
                            UserId = id,
                            Actor = "admin",
                            Reason = "lost phone",
                        }
                    )
            ).Succeeded
        );

    public Task RequireAsync(Requirement requirement, params string[] names) => RequireAsync(requirement, names, []);

    public async Task RequireAsync(
        Requirement requirement,
        string[] names,
        IReadOnlyList<IdentityProviderExemption> exemptions
    ) =>
        Assert.True(
            (
                await Services
                    .GetRequiredService<IPolicyService>()
                    .SetAsync(
                        new()
                        {
                            Requirement = requirement,
                            Roles = requirement == Requirement.Roles ? names : [],
                            Groups = requirement == Requirement.Groups ? names : [],
                            Exemptions = exemptions,
                            Grace = TimeSpan.Zero,
                            Actor = "admin",
                            Reason = "test",
                        }
                    )
            ).Succeeded
        );

    /// <summary>The code that the user's app shows.</summary>
    public string Code(byte[] secret) =>
        Services.GetService<IVerificationService>() is null ? RealCode(secret) : CodeAt(secret, Clock.Now);

    /// <summary>The code by the machine's clock, which Identity itself goes by.</summary>
    public static string RealCode(byte[] secret, int ahead = 0) =>
        CodeAt(secret, DateTimeOffset.UtcNow.AddSeconds(30 * ahead));

    private static string CodeAt(byte[] secret, DateTimeOffset time) =>
        Totp.Compute(secret, time.ToUnixTimeSeconds() / 30, TotpParameters.Default);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _own?.Dispose();
    }
}
