using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TwoFactor;

/// <summary>
/// The builder that <c>AddTwoFactor()</c> returns. Add stores, gateways and methods to it. The extension methods of all
/// packages return the same builder.
/// </summary>
public sealed class TwoFactorBuilder
{
    internal TwoFactorBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Keeps everything in memory, for tests and trials: all data are lost when the process ends.</summary>
    public TwoFactorBuilder UseInMemoryStore() =>
        UseStore(_ => new InMemoryAccountStore()).UseQuotaStore(_ => new InMemoryQuotaStore());

    /// <summary>
    /// Keeps accounts, policy and audit trail in one store. If several are registered, the last one is used.
    /// </summary>
    /// <typeparam name="TStore">A class that implements all three store interfaces.</typeparam>
    /// <param name="factory">Makes the one instance.</param>
    public TwoFactorBuilder UseStore<TStore>(Func<IServiceProvider, TStore> factory)
        where TStore : class, IAccountStore, IPolicyStore, IAuditStore
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.RemoveAll<IAccountStore>().RemoveAll<IPolicyStore>().RemoveAll<IAuditStore>().RemoveAll<TStore>();
        Services.AddSingleton(factory);
        Services.AddSingleton<IAccountStore>(p => p.GetRequiredService<TStore>());
        Services.AddSingleton<IPolicyStore>(p => p.GetRequiredService<TStore>());
        Services.AddSingleton<IAuditStore>(p => p.GetRequiredService<TStore>());
        return this;
    }

    /// <summary>
    /// Keeps the counts for limits on sending in a store. If several are registered, the last one is used. Without one,
    /// each process counts in memory by itself.
    /// </summary>
    /// <typeparam name="TStore">The store.</typeparam>
    /// <param name="factory">Makes the one instance.</param>
    public TwoFactorBuilder UseQuotaStore<TStore>(Func<IServiceProvider, TStore> factory)
        where TStore : class, IQuotaStore
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.RemoveAll<IQuotaStore>();
        Services.AddSingleton<IQuotaStore>(factory);
        return this;
    }

    /// <summary>
    /// Encrypts records with a custom protector in place of AES-256-GCM with the keys of <see cref="SealingOptions"/>.
    /// If several are registered, the last one is used. Names of quota buckets are then hashed without a key, unless
    /// those options still have one.
    /// </summary>
    /// <typeparam name="TProtector">The protector; one instance serves all users.</typeparam>
    /// <param name="factory">Makes the one instance.</param>
    public TwoFactorBuilder UseProtector<TProtector>(Func<IServiceProvider, TProtector> factory)
        where TProtector : class, IAccountProtector
    {
        ArgumentNullException.ThrowIfNull(factory);
        Services.RemoveAll<IAccountProtector>();
        Services.AddSingleton<IAccountProtector>(factory);
        Services.Configure<TwoFactorOptions>(o => o.Sealing.IsElsewhere = true);
        return this;
    }

    /// <summary>Adds a method, i.e. a kind of factor. Adding the same class twice is safe.</summary>
    /// <typeparam name="TMethod">The method; one instance serves all users.</typeparam>
    public TwoFactorBuilder AddMethod<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMethod
    >()
        where TMethod : class, IFactorMethod
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactorMethod, TMethod>());
        return this;
    }

    /// <summary>Adds a channel that notifies users of changes. Several may be added.</summary>
    /// <typeparam name="TNotifier">The channel; one instance serves all users.</typeparam>
    public TwoFactorBuilder AddNotifier<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TNotifier
    >()
        where TNotifier : class, ITwoFactorNotifier
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<ITwoFactorNotifier, TNotifier>());
        return this;
    }
}
