using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Checks that Identity's managers are ours, or derived from ours. Otherwise users would not be asked for a second
/// factor, or for the one that Identity keeps. The manager that was registered last counts.
/// </summary>
internal sealed class IdentityStartCheck<TUser>(IServiceScopeFactory scopes) : IStartCheck
    where TUser : class
{
    public void Run()
    {
        using var scope = scopes.CreateScope();
        Check<UserManager<TUser>, TwoFactorUserManager<TUser>>(scope.ServiceProvider, "TwoFactorUserManager");
        Check<SignInManager<TUser>, TwoFactorSignInManager<TUser>>(scope.ServiceProvider, "TwoFactorSignInManager");
    }

    private static void Check<TService, TOwn>(IServiceProvider services, string name)
        where TService : class
    {
        if (services.GetService<TService>() is var found && found is not TOwn)
            throw new InvalidOperationException(
                $"{typeof(TService).Name.Split('`')[0]} is "
                    + $"{found?.GetType().ToString() ?? "not registered"}. Call AddTwoFactor() "
                    + $"last on the builder of Identity; a class of your own derives from {name}<{typeof(TUser).Name}>."
            );
    }
}
