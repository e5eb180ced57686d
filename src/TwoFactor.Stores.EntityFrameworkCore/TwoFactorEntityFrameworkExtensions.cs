using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TwoFactor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the store in the host's DbContext.</summary>
public static class TwoFactorEntityFrameworkExtensions
{
    /// <summary>
    /// Keeps accounts, policy, audit trail and quotas in the tables that <c>modelBuilder.AddTwoFactor()</c> adds to the
    /// host's DbContext. Each operation has its own context, connection and transaction, and never joins the caller's:
    /// a rollback of the host's work undoes no lock, and makes no spent code valid again. For the same reason
    /// <c>SaveChanges</c> of the host and a write of this library are two separate commits. On PostgreSQL most writes
    /// are one statement, which interceptors of <c>SaveChanges</c> do not see.
    /// </summary>
    /// <typeparam name="TContext">
    /// The host's DbContext, registered with a connection string by <c>AddDbContext</c>, <c>AddDbContextPool</c> or
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
