using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TwoFactor;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the DynamoDB store.</summary>
public static class TwoFactorDynamoDbExtensions
{
    /// <summary>
    /// Keeps accounts, policy, audit trail and quotas in one table of Amazon DynamoDB, or of an engine that speaks its
    /// protocol. The engine needs conditional writes of one item, but no transactions. Uses the
    /// <see cref="IAmazonDynamoDB"/> of the service container, if there is one.
    /// </summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="tableName">The table; see <see cref="DynamoDbSchema"/> for how it is made.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static TwoFactorBuilder UseDynamoDb(this TwoFactorBuilder builder, string tableName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tableName);
        return builder.UseDynamoDb(o => o.TableName = tableName);
    }

    /// <summary>Keeps accounts, policy, audit trail and quotas in one table of Amazon DynamoDB.</summary>
    /// <param name="builder">The builder of <c>AddTwoFactor()</c>.</param>
    /// <param name="configure">Sets the table, the client or the region, and the rest.</param>
    public static TwoFactorBuilder UseDynamoDb(this TwoFactorBuilder builder, Action<DynamoDbStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddOptionsWithValidateOnStart<DynamoDbStoreOptions>().Configure(configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<DynamoDbStoreOptions>, DynamoDbStoreOptionsValidator>()
        );
        builder.Services.TryAddSingleton(p =>
        {
            var options = p.GetRequiredService<IOptions<DynamoDbStoreOptions>>().Value;
            var isLeftToHost = options.Region.Length == 0 && options.ServiceUrl.Length == 0;
            return new DynamoDbDatabase(
                options,
                options.Client ?? (isLeftToHost ? p.GetService<IAmazonDynamoDB>() : null),
                TimeProvider.System
            );
        });
        return builder
            .UseStore(p => new DynamoDbAccountStore(p.GetRequiredService<DynamoDbDatabase>()))
            .UseQuotaStore(p => new DynamoDbQuotaStore(p.GetRequiredService<DynamoDbDatabase>()));
    }
}
