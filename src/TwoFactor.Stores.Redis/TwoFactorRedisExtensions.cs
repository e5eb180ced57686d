using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using TwoFactor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers limits in Redis.</summary>
public static class TwoFactorRedisExtensions
{
    /// <summary>
    /// Counts the limits on SMS and e-mail in Redis, for all servers together. Accounts stay in the store that is
    /// registered; call this after it, since each store brings a place for limits of its own. Uses the
    /// <see cref="IConnectionMultiplexer"/> of the service container, if there is one.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configuration">
    /// The servers and the rest, in the form of StackExchange.Redis, e.g. <c>127.0.0.1:6379</c>.
    /// </param>
    /// <exception cref="ArgumentException">The configuration is empty.</exception>
    public static TwoFactorBuilder UseRedisQuotas(this TwoFactorBuilder builder, string configuration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        return builder.UseRedisQuotas(o => o.Configuration = configuration);
    }

    /// <summary>Counts the limits on SMS and e-mail in Redis, for all servers together.</summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">Sets the servers or the connection, and the rest.</param>
    public static TwoFactorBuilder UseRedisQuotas(this TwoFactorBuilder builder, Action<RedisQuotaOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptionsWithValidateOnStart<RedisQuotaOptions>().Configure(configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<RedisQuotaOptions>, RedisQuotaOptionsValidator>()
        );
        builder.Services.TryAddSingleton(p =>
        {
            var options = p.GetRequiredService<IOptions<RedisQuotaOptions>>().Value;
            var hosts =
                options.Connection
                ?? (options.Configuration.Length == 0 ? p.GetService<IConnectionMultiplexer>() : null);
            return hosts is null && options.Configuration.Length == 0
                ? throw new InvalidOperationException(
                    "No Redis is known. Set TwoFactor:Redis:Configuration, e.g. to 127.0.0.1:6379, or register an "
                        + "IConnectionMultiplexer."
                )
                : new RedisConnection(options, hosts);
        });
        return builder.UseQuotaStore(p => new RedisQuotaStore(
            p.GetRequiredService<RedisConnection>(),
            p.GetRequiredService<IOptions<RedisQuotaOptions>>().Value
        ));
    }
}
