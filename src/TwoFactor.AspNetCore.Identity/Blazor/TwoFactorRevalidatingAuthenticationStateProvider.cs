using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TwoFactor.AspNetCore.Identity;

/// <summary>
/// Ends an interactive circuit of Blazor Server when its session is no longer valid: it has an earlier epoch, or an
/// earlier security stamp. A circuit is one long connection, so without this class nothing checks the session again.
/// Register it as <c>AuthenticationStateProvider</c>, scoped, in place of the template's.
/// </summary>
/// <typeparam name="TUser">The app's user.</typeparam>
/// <param name="logger">The log.</param>
/// <param name="scopes">Makes a scope for each look.</param>
public class TwoFactorRevalidatingAuthenticationStateProvider<TUser>(ILoggerFactory logger, IServiceScopeFactory scopes)
    : RevalidatingServerAuthenticationStateProvider(logger)
    where TUser : class
{
    /// <summary>How often it looks. Default: every minute.</summary>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        var scope = scopes.CreateAsyncScope();
        await using var disposal = scope.ConfigureAwait(false);
        var users = scope.ServiceProvider.GetRequiredService<UserManager<TUser>>();
        return await SessionCheck
            .IsCurrentAsync(scope.ServiceProvider, users, authenticationState.User, cancellationToken)
            .ConfigureAwait(false);
    }
}
