using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TwoFactor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the PostgreSQL store.</summary>
public static class TwoFactorPostgreSqlExtensions
{
    /// <summary>
    /// Keeps accounts, policy, audit trail and quotas in PostgreSQL 13 or later. It uses its own connections and never
    /// joins a transaction of the caller. The tables are created at first use.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="connectionString">Npgsql's connection string.</param>
    /// <exception cref="ArgumentException">The connection string is empty.</exception>
    public static TwoFactorBuilder UsePostgreSql(this TwoFactorBuilder builder, string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return builder.UsePostgreSql(o => o.ConnectionString = connectionString);
    }

    /// <summary>Keeps accounts, policy, audit trail and quotas in PostgreSQL.</summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">Sets the connection string, or a data source, and the rest.</param>
    public static TwoFactorBuilder UsePostgreSql(
        this TwoFactorBuilder builder,
        Action<PostgreSqlStoreOptions> configure
    )
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptionsWithValidateOnStart<PostgreSqlStoreOptions>().Configure(configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlStoreOptions>, PostgreSqlStoreOptionsValidator>()
        );
        builder.Services.TryAddSingleton(p => new PostgreSqlDatabase(
            p.GetRequiredService<IOptions<PostgreSqlStoreOptions>>().Value,
            TimeProvider.System
        ));
        return builder
            .UseStore(p => new PostgreSqlAccountStore(p.GetRequiredService<PostgreSqlDatabase>()))
            .UseQuotaStore(p => new PostgreSqlQuotaStore(p.GetRequiredService<PostgreSqlDatabase>()));
    }
}
