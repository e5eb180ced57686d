using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Bench.Stores;

/// <summary>
/// The rival that people have: <c>TwoFactorAuthenticatorSignInAsync</c> of ASP.NET Core Identity on EF Core, with
/// pooled contexts and connections that are not reset. As it stands it reads the cookie of the password and issues that
/// of the session; without, users have no roles either.
/// </summary>
internal sealed class IdentityVerifications(string connection, bool hasCookies) : IContender
{
    private byte[][] _secrets = [];
    private string[] _cookies = [];
    private ServiceProvider? _services;

    public string Name =>
        hasCookies ? "ASP.NET Core Identity, EF Core, PostgreSQL" : "the same without cookies and roles";

    public async Task PrepareAsync(int users)
    {
        var services = new ServiceCollection();
        services
            .AddLogging()
            .AddDbContextPool<UsersContext>(o => o.UseNpgsql(connection + ";No Reset On Close=true"))
            .AddScoped<IHttpContextAccessor, HttpContextAccessor>();
        var identity = hasCookies
            ? services.AddIdentity<IdentityUser, IdentityRole>()
            : services.AddIdentityCore<IdentityUser>().AddSignInManager();
        identity.AddEntityFrameworkStores<UsersContext>().AddDefaultTokenProviders();
        if (hasCookies)
        {
            services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
            services.Configure<CookieAuthenticationOptions>(
                IdentityConstants.TwoFactorUserIdScheme,
                o => o.ExpireTimeSpan = TimeSpan.FromDays(1)
            );
        }
        else
        {
            services.AddAuthentication();
            services.AddSingleton<IAuthenticationService, HalfSignIn>();
        }

        _services = services.BuildServiceProvider();
        await using (var scope = _services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<UsersContext>().Database.EnsureCreatedAsync();

        (_secrets, _cookies) = (new byte[users][], new string[users]);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, users),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (user, _) => _secrets[user] = await EnrollAsync(user)
        );
    }

    public async Task ActAsync(int user, int turn)
    {
        await using var scope = _services!.CreateAsyncScope();
        var context = NewContext(scope.ServiceProvider);
        if (hasCookies)
            context.Request.Headers.Cookie = _cookies[user];
        else
            context.Items[HalfSignIn.User] = $"user{user}";

        var code = Totp.Compute(
            _secrets[user],
            TotpParameters.Default.StepAt(DateTimeOffset.UtcNow),
            TotpParameters.Default
        );
        var result = await scope
            .ServiceProvider.GetRequiredService<SignInManager<IdentityUser>>()
            .TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false);
        if (!result.Succeeded)
            throw new InvalidOperationException($"{Name}: a right code got {result}.");
    }

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<byte[]> EnrollAsync(int user)
    {
        await using var scope = _services!.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
        var identity = new IdentityUser($"user{user}") { Id = $"user{user}" };
        await manager.CreateAsync(identity);
        await manager.ResetAuthenticatorKeyAsync(identity);
        await manager.SetTwoFactorEnabledAsync(identity, true);
        if (hasCookies)
            _cookies[user] = await HalfCookieAsync(scope.ServiceProvider, identity.Id);

        Base32.TryDecode(await manager.GetAuthenticatorKeyAsync(identity), out var secret, out _);
        return secret!;
    }

    // What the password left in the browser.
    private static async Task<string> HalfCookieAsync(IServiceProvider services, string user)
    {
        var context = NewContext(services);
        await context.SignInAsync(
            IdentityConstants.TwoFactorUserIdScheme,
            new ClaimsPrincipal(
                new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], IdentityConstants.TwoFactorUserIdScheme)
            )
        );
        return context.Response.Headers.SetCookie.ToString().Split(';')[0];
    }

    private static DefaultHttpContext NewContext(IServiceProvider services)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = context;
        return context;
    }

    private sealed class UsersContext(DbContextOptions<UsersContext> options) : IdentityDbContext(options);
}
