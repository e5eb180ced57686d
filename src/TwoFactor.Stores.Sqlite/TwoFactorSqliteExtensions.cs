using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TwoFactor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the SQLite store.</summary>
public static class TwoFactorSqliteExtensions
{
    /// <summary>
    /// Keeps accounts, policy, audit trail and quotas in one SQLite file. It is created at first use, and several
    /// processes may share it.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="path">The database file; its folder is created if missing.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static TwoFactorBuilder UseSqlite(this TwoFactorBuilder builder, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return builder.UseSqlite(o => o.Path = path);
    }

    /// <summary>Keeps accounts, policy, audit trail and quotas in one SQLite file.</summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">Sets the path and the rest.</param>
    public static TwoFactorBuilder UseSqlite(this TwoFactorBuilder builder, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptionsWithValidateOnStart<SqliteStoreOptions>().Configure(configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>()
        );
        builder.Services.TryAddSingleton(p => new SqliteDatabase(
            p.GetRequiredService<IOptions<SqliteStoreOptions>>().Value
        ));
        return builder
            .UseStore(p => new SqliteAccountStore(p.GetRequiredService<SqliteDatabase>()))
            .UseQuotaStore(p => new SqliteQuotaStore(p.GetRequiredService<SqliteDatabase>()));
    }
}
