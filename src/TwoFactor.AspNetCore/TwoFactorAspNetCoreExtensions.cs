using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using TwoFactor;
using TwoFactor.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the library with ASP.NET Core.</summary>
public static class TwoFactorAspNetCoreExtensions
{
    /// <summary>
    /// Adds what <c>SignInWithTwoFactorAsync</c>, <c>MapTwoFactor</c> and <c>RequireTwoFactor</c> work with, and lets
    /// sessions end with their epoch. Add the host's authentication before or after; but whoever replaces
    /// <see cref="IAuthenticationService"/> or <see cref="IAuthorizationMiddlewareResultHandler"/> does it before, or
    /// sessions do not end, and step-up is not told. Calling it twice is safe. Partial tickets are sealed with Data
    /// Protection: several instances share its keys.
    /// </summary>
    /// <param name="builder">The builder that <c>AddTwoFactor()</c> returns.</param>
    /// <param name="configure">
    /// Sets the options, e.g. by binding the configuration section <c>TwoFactor:Http</c>; null keeps the defaults.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static TwoFactorBuilder AddAspNetCore(
        this TwoFactorBuilder builder,
        Action<TwoFactorHttpOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<TwoFactorHttpOptions>();
        if (configure is not null)
            services.Configure(configure);

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TwoFactorHttpOptions>, TwoFactorHttpOptionsValidator>()
        );
        services.AddDataProtection();
        services.AddAuthenticationCore();
        services.AddAuthorization();
        if (services.Any(s => s.ServiceType == typeof(PartialTickets)))
            return builder;

        services.AddSingleton<TwoFactorCookies>();
        services.AddSingleton<PartialTickets>();
        services.AddSingleton<DeviceCookies>();
        services.AddSingleton<UserFacts>();
        services.AddSingleton<SignInSchemes>();
        services.AddSingleton<SessionGuard>();
        services.AddSingleton<PresentSession>();
        services.AddSingleton<AddressLimiter>();
        services.AddSingleton<ChangeLimiter>();
        services.AddSingleton<Repeats>();
        services.AddSingleton<TwoFactorSignInService>();
        services.AddSingleton<PartialSignInServices>();
        services.AddSingleton<PartialSignInFinder>();
        services.AddSingleton<TwoFactorSessionServices>();
        services.AddScoped<SessionFinder>();
        services.AddSingleton<IAuthorizationHandler, TwoFactorRequirementHandler>();
        services.TryAddScoped<IUserDirectory, NoUserDirectory>();
        services.AddScoped<UserListing>();
        services.AddScoped<PolicyNames>();
        services.AddSingleton<IPostConfigureOptions<SecurityStampValidatorOptions>, KeepClaimsOnRefresh>();
        services.AddHttpContextAccessor();
        services.AddSingleton<IPostConfigureOptions<BearerTokenOptions>, RenewedSession>();
        Wrap<IAuthenticationService>(
            services,
            (inner, p) =>
                new EpochAuthenticationService(
                    inner,
                    p.GetRequiredService<SessionGuard>(),
                    p.GetRequiredService<UserFacts>(),
                    p.GetRequiredService<SignInSchemes>()
                )
        );
        Wrap<IAuthorizationMiddlewareResultHandler>(
            services,
            (inner, p) => new StepUpResultHandler(inner, p.GetRequiredService<IOptions<TwoFactorHttpOptions>>())
        );
        return builder;
    }

    /// <summary>Lets administrators find the host's users by name. The last directory that is named is used.</summary>
    /// <typeparam name="TDirectory">The host's users; one for each request.</typeparam>
    /// <param name="builder">The builder that <c>AddTwoFactor()</c> returns.</param>
    public static TwoFactorBuilder AddUserDirectory<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TDirectory
    >(this TwoFactorBuilder builder)
        where TDirectory : class, IUserDirectory
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.RemoveAll<IUserDirectory>();
        builder.Services.AddScoped<IUserDirectory, TDirectory>();
        return builder;
    }

    /// <summary>
    /// Lets the host make the tokens of a scheme that reads them and signs nobody in, as that of <c>AddJwtBearer</c>. The
    /// last issuer that is named is used.
    /// </summary>
    /// <typeparam name="TIssuer">The issuer; one for each request.</typeparam>
    /// <param name="builder">The builder that <c>AddTwoFactor()</c> returns.</param>
    public static TwoFactorBuilder AddTokenIssuer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TIssuer
    >(this TwoFactorBuilder builder)
        where TIssuer : class, ITwoFactorTokenIssuer
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.RemoveAll<ITwoFactorTokenIssuer>();
        builder.Services.AddScoped<ITwoFactorTokenIssuer, TIssuer>();
        return builder;
    }

    /// <summary>
    /// Seals records with Data Protection instead of keys of <see cref="SealingOptions"/>. Its key ring must be
    /// persisted, shared by all instances and backed up: a record whose key is gone does not open. What another
    /// protector sealed does not open either.
    /// </summary>
    /// <param name="builder">The builder that <c>AddTwoFactor()</c> returns.</param>
    public static TwoFactorBuilder UseDataProtection(this TwoFactorBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddDataProtection();
        return builder.UseProtector(p => new DataProtectionAccountProtector(
            p.GetRequiredService<IDataProtectionProvider>()
        ));
    }

    /// <summary>
    /// Adds a health check: the store answers, the policy opens, a gateway can send. It is degraded when some gateways
    /// cannot.
    /// </summary>
    /// <param name="builder">The builder that <c>AddHealthChecks()</c> returns.</param>
    /// <param name="name">The check's name. Default: <c>two-factor</c>.</param>
    /// <param name="failureStatus">What a failure counts as. Default: unhealthy.</param>
    /// <param name="tags">Tags of the check, or null.</param>
    public static IHealthChecksBuilder AddTwoFactor(
        this IHealthChecksBuilder builder,
        string name = "two-factor",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(
            new HealthCheckRegistration(
                name,
                p => ActivatorUtilities.CreateInstance<TwoFactorHealthCheck>(p),
                failureStatus,
                tags
            )
        );
    }

    // Whatever the host registered stays inside; what it registers with TryAdd later finds the place taken, which is
    // the framework's own default.
    private static void Wrap<TService>(IServiceCollection services, Func<TService, IServiceProvider, TService> wrap)
        where TService : class
    {
        var inner = services.Last(s => s.ServiceType == typeof(TService) && !s.IsKeyedService);
        services.Remove(inner);
        services.Add(
            new ServiceDescriptor(
                typeof(TService),
                p =>
                    wrap(
                        (TService)(
                            inner.ImplementationInstance
                            ?? inner.ImplementationFactory?.Invoke(p)
                            ?? Create(p, inner.ImplementationType!)
                        ),
                        p
                    ),
                inner.Lifetime
            )
        );
    }

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2067",
        Justification = "The descriptor keeps the constructors of its implementation type."
    )]
    private static object Create(IServiceProvider services, Type type) =>
        ActivatorUtilities.CreateInstance(services, type);
}
