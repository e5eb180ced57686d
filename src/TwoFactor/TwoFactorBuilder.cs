using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TwoFactor;

/// <summary>
/// What <c>AddTwoFactor()</c> returns: stores, gateways and methods plug in here. Every provider's extension returns
/// the same builder.
/// </summary>
public sealed class TwoFactorBuilder
{
    internal TwoFactorBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the host.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Keeps everything in memory, for tests and trials: it is gone when the process ends.</summary>
    public TwoFactorBuilder UseInMemoryStore() =>
        UseStore(_ => new InMemoryAccountStore()).UseQuotaStore(_ => new InMemoryQuotaStore());

    /// <summary>
    /// Keeps accounts, policy and trail in a store of one piece. The last store that is named is used.
    /// </summary>
    /// <typeparam name="TStore">A class that is all three stores.</typeparam>
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
    /// Counts what is sent in a store of its own. The last one that is named is used; without one, counts are kept in
    /// memory, each process for itself.
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
    /// Seals records with a protector of its own instead of AES-256-GCM with the keys of <see cref="SealingOptions"/>.
    /// The last one that is named is used. Without a key in those options the names of quota buckets are hashed without
    /// one; set a key there to keep them secret too.
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

    /// <summary>Adds a kind of factor. Adding the same class twice is safe.</summary>
    /// <typeparam name="TMethod">The method; one instance serves all users.</typeparam>
    public TwoFactorBuilder AddMethod<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMethod
    >()
        where TMethod : class, IFactorMethod
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IFactorMethod, TMethod>());
        return this;
    }

    /// <summary>Adds a channel through which users hear of changes. Several may be added.</summary>
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
