using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>What is registered, in which order, and by whom.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void Every_way_to_register_Identity_gets_our_managers()
    {
        Assert.All(
            new Func<IServiceCollection, IdentityBuilder>[]
            {
                s => s.AddIdentity<IdentityUser, IdentityRole>(),
                s => s.AddIdentityCore<IdentityUser>(),
                s => s.AddIdentityCore<IdentityUser>().AddSignInManager(),
                s => s.AddDefaultIdentity<IdentityUser>(),
                s => s.AddIdentityApiEndpoints<IdentityUser>(),
                s => s.AddIdentityCore<IdentityUser>().AddApiEndpoints(),
            },
            add =>
            {
                var services = new ServiceCollection();
                var builder = add(services);
                builder.AddTwoFactor().UseInMemoryStore();
                builder.AddTwoFactor().UseInMemoryStore();
                Assert.Equal(
                    typeof(TwoFactorUserManager<IdentityUser>),
                    Last(services, typeof(UserManager<IdentityUser>))
                );
                Assert.Equal(
                    typeof(TwoFactorSignInManager<IdentityUser>),
                    Last(services, typeof(SignInManager<IdentityUser>))
                );
            }
        );
    }

    [Fact]
    public async Task A_host_with_a_manager_of_its_own_derives_it_from_ours()
    {
        await using var host = await IdentityHost.StartAsync(new() { Before = i => i.AddSignInManager<OwnSignIn>() });
        var (_, secret, _) = await host.AddOldUserAsync();
        using var browser = host.Open();
        await browser.LoginAsync();
        Assert.Equal("/", await browser.CodeAsync(secret));

        await using var scope = host.Services.CreateAsyncScope();
        Assert.IsType<OwnSignIn>(scope.ServiceProvider.GetRequiredService<SignInManager<IdentityUser>>());
    }

    [Fact]
    public async Task A_manager_that_is_not_derived_from_ours_stops_the_start_with_the_remedy()
    {
        var e = await Assert.ThrowsAnyAsync<Exception>(() =>
            IdentityHost.StartAsync(new() { Before = i => i.AddSignInManager<StrangeSignIn>() })
        );
        Assert.Contains("TwoFactorSignInManager<IdentityUser>", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_that_is_registered_later_stops_the_start_with_the_remedy()
    {
        var e = await Assert.ThrowsAnyAsync<Exception>(() =>
            IdentityHost.StartAsync(
                new() { After = s => s.AddScoped<SignInManager<IdentityUser>, SignInManager<IdentityUser>>() }
            )
        );
        Assert.Contains("Call AddTwoFactor() last", e.ToString(), StringComparison.Ordinal);
    }

    private static Type? Last(IServiceCollection services, Type type) =>
        services.Last(s => s.ServiceType == type).ImplementationType;

    private sealed class OwnSignIn(
        UserManager<IdentityUser> users,
        IHttpContextAccessor accessor,
        IUserClaimsPrincipalFactory<IdentityUser> factory,
        IOptions<IdentityOptions> options,
        ILogger<SignInManager<IdentityUser>> logger,
        IAuthenticationSchemeProvider schemes,
        IUserConfirmation<IdentityUser> confirmation
    ) : TwoFactorSignInManager<IdentityUser>(users, accessor, factory, options, logger, schemes, confirmation);

    private sealed class StrangeSignIn(
        UserManager<IdentityUser> users,
        IHttpContextAccessor accessor,
        IUserClaimsPrincipalFactory<IdentityUser> factory,
        IOptions<IdentityOptions> options,
        ILogger<SignInManager<IdentityUser>> logger,
        IAuthenticationSchemeProvider schemes,
        IUserConfirmation<IdentityUser> confirmation
    ) : SignInManager<IdentityUser>(users, accessor, factory, options, logger, schemes, confirmation);
}
