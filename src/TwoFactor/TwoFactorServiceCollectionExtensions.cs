using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TwoFactor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the library.</summary>
public static class TwoFactorServiceCollectionExtensions
{
    /// <summary>
    /// Adds the services <see cref="IEnrollmentService"/>, <see cref="IChallengeService"/>,
    /// <see cref="IVerificationService"/>, <see cref="IResetService"/>, <see cref="ISignInService"/>,
    /// <see cref="IPolicyService"/>, <see cref="IAuditService"/>, <see cref="IAdministrationService"/> and
    /// <see cref="IQrRenderer"/>, all singletons, with the methods TOTP and recovery codes. Then add a store to the
    /// returned builder. Calling it twice is safe.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">
    /// Sets the options, e.g. binds them to the configuration section <c>TwoFactor</c>; null keeps the defaults.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static TwoFactorBuilder AddTwoFactor(
        this IServiceCollection services,
        Action<TwoFactorOptions>? configure = null
    )
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsWithValidateOnStart<TwoFactorOptions>();
        if (configure is not null)
            services.Configure(configure);

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TwoFactorOptions>, TwoFactorOptionsValidator>()
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TwoFactorOptions>, IssuerValidator>());
        services.AddOptionsWithValidateOnStart<TwoFactorStart>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TwoFactorStart>, TwoFactorStart.Validator>(
                p => new TwoFactorStart.Validator(p.GetServices<IStartCheck>)
            )
        );
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, RestrictedMethodsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartCheck, QuotaStoreCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.TryAddSingleton(typeof(ILogger<>), typeof(Logger<>));
        AddMethods(services);
        AddEngine(services);
        AddServices(services);
        return new TwoFactorBuilder(services);
    }

    private static void AddMethods(IServiceCollection services)
    {
        services.TryAddSingleton<TotpMethod>();
        services.TryAddSingleton<RecoveryCodeMethod>();
        services.TryAddSingleton<TemporaryCodeMethod>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IFactorMethod, TotpMethod>(p => p.GetRequiredService<TotpMethod>())
        );
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IFactorMethod, RecoveryCodeMethod>(p =>
                p.GetRequiredService<RecoveryCodeMethod>()
            )
        );
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IFactorMethod, TemporaryCodeMethod>(p =>
                p.GetRequiredService<TemporaryCodeMethod>()
            )
        );
        services.TryAddSingleton<FactorMethodRegistry>();
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.TryAddSingleton<IAccountStore, MissingStore>();
        services.TryAddSingleton<IPolicyStore, MissingStore>();
        services.TryAddSingleton<IAuditStore, MissingStore>();
        services.TryAddSingleton<IQuotaStore, InMemoryQuotaStore>();
        services.TryAddSingleton<IAccountProtector>(p => new AesGcmAccountProtector(
            p.GetRequiredService<IOptions<TwoFactorOptions>>().Value.Sealing,
            p.GetRequiredService<ILogger<AesGcmAccountProtector>>()
        ));
        services.TryAddSingleton<RecordSealer>();
        services.TryAddSingleton<AccountVault>();
        services.TryAddSingleton<PolicyVault>();
        services.TryAddSingleton<TwoFactorNotices>();
        services.TryAddSingleton<WriteBackOff>();
        services.TryAddSingleton<ArrivalNews>();
        services.TryAddSingleton<VendorInquiry>();
        services.TryAddSingleton<WriteLoop>();
        services.TryAddSingleton<AccountQueue>();
        services.TryAddSingleton<AccountEngine>();
        services.TryAddSingleton<FactorDispatch>();
        services.TryAddSingleton<ChallengeOpener>();
        services.TryAddSingleton<ReceiptReferences>();
        services.TryAddSingleton<IReceiptReferences>(p => p.GetRequiredService<ReceiptReferences>());
        services.TryAddSingleton<NotMeReferences>();
        services.TryAddSingleton<INotMeReferences>(p => p.GetRequiredService<NotMeReferences>());
    }

    private static void AddServices(IServiceCollection services)
    {
        services.TryAddSingleton<IEnrollmentService, EnrollmentService>();
        services.TryAddSingleton<IChallengeService, ChallengeService>();
        services.TryAddSingleton<INotMeService, NotMeService>();
        services.TryAddSingleton<IVerificationService, VerificationService>();
        services.TryAddSingleton<IDeliveryReceiptService, DeliveryReceiptService>();
        services.TryAddSingleton<IResetService, ResetService>();
        services.TryAddSingleton<ISignInService, SignInService>();
        services.TryAddSingleton<IPolicyService, PolicyService>();
        services.TryAddSingleton<IAuditService, AuditService>();
        services.TryAddSingleton<ImportDrafts>();
        services.TryAddSingleton<IAdministrationService, AdministrationService>();
        services.TryAddSingleton<IQrRenderer, QrRenderer>();
    }
}
