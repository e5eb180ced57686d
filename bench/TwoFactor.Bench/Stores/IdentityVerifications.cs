using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Bench.Stores;

/// <summary>
/// The rival that people have: <c>TwoFactorAuthenticatorSignInAsync</c> of ASP.NET Core Identity on EF Core, with
/// pooled contexts and connections that are not reset. Cookies are left out, in its favour.
/// </summary>
internal sealed class IdentityVerifications(string connection) : IContender
{
    private byte[][] _secrets = [];
    private ServiceProvider? _services;

    public string Name => "ASP.NET Core Identity, EF Core, PostgreSQL";

    public async Task PrepareAsync(int users)
    {
        var services = new ServiceCollection();
        services
            .AddLogging()
            .AddDbContextPool<UsersContext>(o => o.UseNpgsql(connection + ";No Reset On Close=true"))
            .AddScoped<IHttpContextAccessor, HttpContextAccessor>()
            .AddIdentityCore<IdentityUser>()
            .AddEntityFrameworkStores<UsersContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddAuthentication();
        services.AddSingleton<IAuthenticationService, HalfSignIn>();
        _services = services.BuildServiceProvider();
        await using (var scope = _services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<UsersContext>().Database.EnsureCreatedAsync();

        _secrets = new byte[users][];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, users),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (user, _) => _secrets[user] = await EnrollAsync(user)
        );
    }

    public async Task ActAsync(int user, int turn)
    {
        await using var scope = _services!.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            Items = { [HalfSignIn.User] = $"user{user}" },
        };
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
        Base32.TryDecode(await manager.GetAuthenticatorKeyAsync(identity), out var secret, out _);
        return secret!;
    }

    private sealed class UsersContext(DbContextOptions<UsersContext> options) : IdentityDbContext(options);
}
