using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TwoFactor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the store in a host's context.</summary>
public static class TwoFactorEntityFrameworkExtensions
{
    /// <summary>
    /// Keeps accounts, policy, audit trail and quotas in the tables that <c>modelBuilder.AddTwoFactor()</c> adds to the
    /// host's context. Each operation has a context, a connection and a transaction of its own and never joins the
    /// caller's: a rollback of the host's work undoes no lock and gives no spent code back. Nor does the host's work
    /// wait for it: what <c>SaveChanges</c> writes and what this library writes are two commits.
    /// </summary>
    /// <typeparam name="TContext">
    /// The host's context, registered with a connection string by <c>AddDbContext</c>, <c>AddDbContextPool</c> or
    /// <c>AddDbContextFactory</c>.
    /// </typeparam>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    public static TwoFactorBuilder UseEntityFrameworkCore<TContext>(this TwoFactorBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(p => new EntityFrameworkDatabase<TContext>(
            p.GetRequiredService<IServiceScopeFactory>()
        ));
        return builder
            .UseStore(p => new EntityFrameworkAccountStore<TContext>(
                p.GetRequiredService<EntityFrameworkDatabase<TContext>>()
            ))
            .UseQuotaStore(p => new EntityFrameworkQuotaStore<TContext>(
                p.GetRequiredService<EntityFrameworkDatabase<TContext>>()
            ));
    }
}
