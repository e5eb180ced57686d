using Amazon.DynamoDBv2;

namespace TwoFactor.Stores;

/// <summary>
/// The settings of the DynamoDB store. The store uses <see cref="Client"/> if it is set. Otherwise, if neither
/// <see cref="Region"/> nor <see cref="ServiceUrl"/> is set, it uses the <see cref="IAmazonDynamoDB"/> of the service
/// container. Otherwise it makes a client of its own, with the credentials that the SDK finds.
/// </summary>
public sealed class DynamoDbStoreOptions
{
    /// <summary>The table, 3 to 255 characters. Default: <c>two-factor</c>.</summary>
    public string TableName { get; set; } = "two-factor";

    /// <summary>
    /// The host's own client. The host disposes it. Set its <c>MaxErrorRetry</c> to 0: the store tries again by itself.
    /// Default: null.
    /// </summary>
    public IAmazonDynamoDB? Client { get; set; }

    /// <summary>
    /// The AWS region, e.g. <c>eu-central-1</c>. Default: empty, which means the region that the SDK finds in its
    /// environment.
    /// </summary>
    public string Region { get; set; } = "";

    /// <summary>The address of another engine that speaks the protocol. Default: empty, which is AWS.</summary>
    public string ServiceUrl { get; set; } = "";

    /// <summary>
    /// Whether the store makes the table at first use if it is missing. This needs the permission to make tables, which
    /// an app should not have in production. Default: false.
    /// </summary>
    public bool ManageTable { get; set; }

    /// <summary>
    /// How long the store tries a request again that was throttled, or whose answer was lost. After that the operation
    /// fails, and nobody is let in. Default: 10 seconds; 0 to 120.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the store's own client waits for one answer. Default: 2 seconds; 0.1 to 60. A client of the host has
    /// its own.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
