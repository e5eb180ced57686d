using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
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
    /// Adds the services of <c>SignInWithTwoFactorAsync</c>, <c>MapTwoFactor</c> and <c>RequireTwoFactor</c>, and ends
    /// sessions with their epoch. The host's authentication may be added before or after. But if you replace
    /// <see cref="IAuthenticationService"/> or <see cref="IAuthorizationMiddlewareResultHandler"/>, do it before;
    /// otherwise sessions do not end, and step-up is not answered. Calling it twice is safe. Partial tickets are
    /// encrypted with Data Protection: all instances must share its keys.
    /// </summary>
    /// <param name="builder">The builder that <c>AddTwoFactor()</c> returns.</param>
    /// <param name="configure">
    /// Sets the options, e.g. binds them to the configuration section <c>TwoFactor:Http</c>; null keeps the defaults.
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
        services.AddSingleton<ResistantMethods>();
        services.AddSingleton<SignInSchemes>();
        services.AddSingleton<SessionGuard>();
        services.AddSingleton<SessionEnds>();
        services.AddSingleton<SessionRenewal>();
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>, CookieRenewal>();
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
        services.AddScoped(p => new PolicyNames(
            p.GetRequiredService<IUserDirectory>(),
            p.GetRequiredService<ResistantMethods>()
        ));
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
                    p.GetRequiredService<SignInSchemes>(),
                    p.GetRequiredService<SessionRenewal>(),
                    p.GetRequiredService<SessionEnds>()
                )
        );
        Wrap<IAuthorizationMiddlewareResultHandler>(
            services,
            (inner, p) => new StepUpResultHandler(inner, p.GetRequiredService<IOptions<TwoFactorHttpOptions>>())
        );
        return builder;
    }

    /// <summary>
    /// Lets administrators find the host's users by name. If several directories are added, the last one is used.
    /// </summary>
    /// <typeparam name="TDirectory">The host's users; one instance per request.</typeparam>
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
    /// Lets the host make the tokens of a scheme that reads them and signs nobody in, as that of <c>AddJwtBearer</c>.
    /// The last issuer that is named is used.
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
    /// Adds a health check: the store answers, the policy can be decrypted, and gateways can send. It is degraded if
    /// only some gateways can.
    /// </summary>
    /// <param name="builder">The builder that <c>AddHealthChecks()</c> returns.</param>
    /// <param name="name">The check's name. Default: <c>two-factor</c>.</param>
    /// <param name="failureStatus">The status of a failure. Default: unhealthy.</param>
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

    // The host's registered service becomes the inner one. A later TryAdd of the host adds nothing, just as it adds
    // nothing after the framework's own default.
    private static void Wrap<TService>(IServiceCollection services, Func<TService, IServiceProvider, TService> wrap)
        where TService : class
    {
        var inner = services.Last(s => s.ServiceType == typeof(TService) && !s.IsKeyedService);
        var instance = inner.ImplementationInstance;
        var create =
            inner.ImplementationFactory ?? (instance is null ? FactoryOf(inner.ImplementationType!) : _ => instance);
        services.Remove(inner);
        services.Add(new ServiceDescriptor(typeof(TService), p => wrap((TService)create(p), p), inner.Lifetime));
    }

    // Its constructor is chosen once and not at each request.
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2067",
        Justification = "The descriptor keeps the constructors of its implementation type."
    )]
    private static Func<IServiceProvider, object> FactoryOf(Type type)
    {
        var factory = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        return p => factory(p, null);
    }
}
