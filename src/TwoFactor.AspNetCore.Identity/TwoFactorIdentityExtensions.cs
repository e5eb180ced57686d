using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TwoFactor;
using TwoFactor.AspNetCore;
using TwoFactor.AspNetCore.Identity;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts ASP.NET Core Identity on the library's second factor.</summary>
public static class TwoFactorIdentityExtensions
{
    /// <summary>
    /// Keeps the second factor of Identity's users in the library. Sign-in, the default pages and <c>MapIdentityApi</c>
    /// work as before. Call it last on Identity's builder, and add a store to the builder that it returns. It calls
    /// <c>AddTwoFactor()</c> and <c>AddAspNetCore()</c>. Calling it twice is safe.
    /// </summary>
    /// <param name="builder">The builder that <c>AddIdentity()</c> and its like return.</param>
    /// <param name="configure">
    /// Sets the library's options, e.g. by binding the configuration section <c>TwoFactor</c>; null keeps the defaults.
    /// </param>
    /// <param name="configureIdentity">Sets how it meets Identity; null keeps the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TwoFactorBuilder AddTwoFactor(
        this IdentityBuilder builder,
        Action<TwoFactorOptions>? configure = null,
        Action<TwoFactorIdentityOptions>? configureIdentity = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var twoFactor = services.AddTwoFactor(configure).AddAspNetCore();
        services.AddOptions<TwoFactorIdentityOptions>();
        if (configureIdentity is not null)
            services.Configure(configureIdentity);

        Replace(builder, typeof(UserManager<>), typeof(TwoFactorUserManager<>));
        Replace(builder, typeof(SignInManager<>), typeof(TwoFactorSignInManager<>));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton(
                typeof(IStartCheck),
                typeof(IdentityStartCheck<>).MakeGenericType(builder.UserType)
            )
        );
        services.TryAddEnumerable(
            ServiceDescriptor.Scoped(
                typeof(ISignInPreparation),
                typeof(MoveInPreparation<>).MakeGenericType(builder.UserType)
            )
        );
        services.TryAddSingleton(typeof(ITwoFactorMigration), typeof(Migration<>).MakeGenericType(builder.UserType));
        if (services.Any(s => s.ServiceType == typeof(SignInState)))
            return twoFactor;

        services.AddScoped<SignInState>();
        services.AddScoped<IdentityBridge>();
        services.AddScoped<SentCodes>();
        services.AddScoped<SignInGate>();
        services.AddSingleton<IdentityUserStore>();
        services.AddScoped<OldFactorReader>();
        services.AddScoped<MoveIn>();
        services.Configure<MvcOptions>(o =>
        {
            o.Filters.Add<FreshPages>();
            o.Filters.Add<RefusedChanges>();
        });
        Wrap(services);
        return twoFactor;
    }

    // Host classes that derive from ours stay. Other host classes are reported when the app starts.
    private static void Replace(IdentityBuilder builder, Type service, Type own)
    {
        var (wanted, mine) = (service.MakeGenericType(builder.UserType), own.MakeGenericType(builder.UserType));
        var found = builder.Services.LastOrDefault(s => s.ServiceType == wanted && !s.IsKeyedService);
        if (found?.ImplementationType is { } type && !IsOfFramework(type))
            return;

        if (found is { ImplementationType: null })
            return;

        if (service == typeof(SignInManager<>) && found is null)
            builder.AddSignInManager();

        builder.Services.RemoveAll(wanted);
        builder.Services.AddScoped(wanted, mine);
    }

    private static bool IsOfFramework(Type type) =>
        type.Assembly == typeof(AspNetUserManager<>).Assembly || type.Assembly == typeof(UserManager<>).Assembly;

    private static void Wrap(IServiceCollection services)
    {
        var inner = services.Last(s => s.ServiceType == typeof(IAuthenticationService) && !s.IsKeyedService);
        services.Remove(inner);
        services.Add(
            new ServiceDescriptor(
                typeof(IAuthenticationService),
                p => new EnrollmentGate(
                    (IAuthenticationService)(
                        inner.ImplementationInstance
                        ?? inner.ImplementationFactory?.Invoke(p)
                        ?? ActivatorUtilities.CreateInstance(p, inner.ImplementationType!)
                    ),
                    p.GetRequiredService<IOptions<TwoFactorIdentityOptions>>()
                ),
                inner.Lifetime
            )
        );
    }
}
