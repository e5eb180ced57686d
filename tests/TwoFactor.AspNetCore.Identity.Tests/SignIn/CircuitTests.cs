using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace TwoFactor.Tests;

/// <summary>A circuit of Blazor Server, which lives on without requests.</summary>
public sealed class CircuitTests
{
    [Fact, Trait("Req", "R43")]
    public async Task A_circuit_ends_with_the_epoch_and_with_the_security_stamp()
    {
        await using var host = await IdentityHost.StartAsync();
        var id = await host.AddUserAsync();
        using var provider = new Provider(host.Services.GetRequiredService<IServiceScopeFactory>());

        Assert.True(await provider.LookAsync(await SessionAsync(host, id)));
        var before = await SessionAsync(host, id);
        await host.Services.GetRequiredService<ISignInService>().EndSessionsAsync(id);
        Assert.False(await provider.LookAsync(before));

        var stamped = await SessionAsync(host, id);
        Assert.True(await provider.LookAsync(stamped));
        await host.WithUsersAsync(async u => await u.UpdateSecurityStampAsync((await u.FindByIdAsync(id))!));
        Assert.False(await provider.LookAsync(stamped));
        Assert.False(await provider.LookAsync(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    private static async Task<ClaimsPrincipal> SessionAsync(IdentityHost host, string id)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>();
        var factory = scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<IdentityUser>>();
        var principal = await factory.CreateAsync((await users.FindByIdAsync(id))!);
        principal.Identities.First().AddClaim(new(TwoFactorClaimTypes.Epoch, $"{(await host.StatusAsync(id)).Epoch}"));
        return principal;
    }

    private sealed class Provider(IServiceScopeFactory scopes)
        : TwoFactorRevalidatingAuthenticationStateProvider<IdentityUser>(NullLoggerFactory.Instance, scopes)
    {
        public Task<bool> LookAsync(ClaimsPrincipal session) =>
            ValidateAuthenticationStateAsync(new AuthenticationState(session), default);
    }
}
