using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

internal sealed class Setup
{
    /// <summary>Without the library the app is the template's.</summary>
    public bool HasLibrary { get; init; } = true;

    /// <summary>With <c>AddIdentityApiEndpoints</c> in place of the default pages.</summary>
    public bool IsApi { get; init; }

    public bool HasRoles { get; init; }

    public Action<TwoFactorOptions>? Core { get; init; }

    public Action<TwoFactorIdentityOptions>? Identity { get; init; }

    public Action<TwoFactorBuilder>? Build { get; init; }

    public Action<IdentityBuilder>? Before { get; init; }

    public Action<WebApplication>? Map { get; init; }

    public Action<IServiceCollection>? After { get; init; }
}
