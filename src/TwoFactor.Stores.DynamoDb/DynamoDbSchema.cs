using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// Makes the table, if you do not make it from the template of the package (<c>template/two-factor.yaml</c>).
/// </summary>
public static class DynamoDbSchema
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Makes the table and its two indexes if they are missing, and waits until they can be used: billed by request,
    /// with expiry of the counters of limits (TTL) and with point-in-time recovery. If the engine has no TTL or no
    /// recovery, these settings are left out. A table that exists is not changed, except for these two settings.
    /// </summary>
    /// <param name="client">The client, with the permission to make tables.</param>
    /// <param name="tableName">The name of the table.</param>
    /// <param name="cancellationToken">Cancels the waiting; what was begun goes on.</param>
    /// <exception cref="TwoFactorStoreException">The table cannot be made; the message names the remedy.</exception>
    public static async Task CreateTableAsync(
        IAmazonDynamoDB client,
        string tableName,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(tableName);
        try
        {
            await CreateAsync(client, tableName, cancellationToken).ConfigureAwait(false);
            await WaitAsync(client, tableName, cancellationToken).ConfigureAwait(false);
            await WhereKnownAsync(() => ExpireAsync(client, tableName, cancellationToken)).ConfigureAwait(false);
            await WhereKnownAsync(() => BackUpAsync(client, tableName, cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception e) when (DynamoDbProblems.IsFailure(e) && !cancellationToken.IsCancellationRequested)
        {
            throw new TwoFactorStoreException(
                DynamoDbProblems.Explain(e, DynamoDbDatabase.Place(client, tableName)),
                e
            );
        }
    }

    /// <summary>Describes the table.</summary>
    internal static CreateTableRequest Describe(string tableName) =>
        new()
        {
            TableName = tableName,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = Keys(ItemKeys.Partition, ItemKeys.Sort),
            AttributeDefinitions =
            [
                .. new[]
                {
                    ItemKeys.Partition,
                    ItemKeys.Sort,
                    ItemKeys.ListKey,
                    ItemKeys.ListUser,
                    ItemKeys.NewestKey,
                    ItemKeys.NewestAt,
                }.Select(n => new AttributeDefinition(n, ScalarAttributeType.S)),
            ],
            GlobalSecondaryIndexes =
            [
                new GlobalSecondaryIndex
                {
                    IndexName = ItemKeys.ListIndex,
                    KeySchema = Keys(ItemKeys.ListKey, ItemKeys.ListUser),
                    Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
                },
                new GlobalSecondaryIndex
                {
                    IndexName = ItemKeys.NewestIndex,
                    KeySchema = Keys(ItemKeys.NewestKey, ItemKeys.NewestAt),
                    Projection = new Projection { ProjectionType = ProjectionType.ALL },
                },
            ],
        };

    private static List<KeySchemaElement> Keys(string partition, string sort) =>
        [new KeySchemaElement(partition, KeyType.HASH), new KeySchemaElement(sort, KeyType.RANGE)];

    private static async Task CreateAsync(IAmazonDynamoDB client, string tableName, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateTableAsync(Describe(tableName), cancellationToken).ConfigureAwait(false);
        }
        catch (ResourceInUseException)
        {
            // It is there, or another process makes it.
        }
    }

    private static async Task WaitAsync(IAmazonDynamoDB client, string tableName, CancellationToken cancellationToken)
    {
        var patience = new DynamoDbPatience(TimeProvider.System, s_longest);
        while (true)
        {
            var table = await client.DescribeTableAsync(tableName, cancellationToken).ConfigureAwait(false);
            if (
                table.Table.TableStatus == TableStatus.ACTIVE
                && (table.Table.GlobalSecondaryIndexes ?? []).All(i => i.IndexStatus == IndexStatus.ACTIVE)
            )
                return;

            if (!await patience.PauseAsync(cancellationToken).ConfigureAwait(false))
                throw new TwoFactorStoreException(
                    $"The {DynamoDbDatabase.Place(client, tableName)} is still {table.Table.TableStatus} after "
                        + $"{s_longest.TotalMinutes} minutes. Look at it in the console of AWS, and try again."
                );
        }
    }

    private static async Task ExpireAsync(IAmazonDynamoDB client, string tableName, CancellationToken cancellationToken)
    {
        var present = await client.DescribeTimeToLiveAsync(tableName, cancellationToken).ConfigureAwait(false);
        if (present.TimeToLiveDescription?.TimeToLiveStatus == TimeToLiveStatus.ENABLED)
            return;

        await client
            .UpdateTimeToLiveAsync(
                new UpdateTimeToLiveRequest
                {
                    TableName = tableName,
                    TimeToLiveSpecification = new TimeToLiveSpecification
                    {
                        AttributeName = QuotaBucket.ExpiresAt,
                        Enabled = true,
                    },
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static Task<UpdateContinuousBackupsResponse> BackUpAsync(
        IAmazonDynamoDB client,
        string tableName,
        CancellationToken cancellationToken
    ) =>
        client.UpdateContinuousBackupsAsync(
            new UpdateContinuousBackupsRequest
            {
                TableName = tableName,
                PointInTimeRecoverySpecification = new PointInTimeRecoverySpecification
                {
                    PointInTimeRecoveryEnabled = true,
                },
            },
            cancellationToken
        );

    private static async Task WhereKnownAsync(Func<Task> set)
    {
        try
        {
            await set().ConfigureAwait(false);
        }
        catch (AmazonDynamoDBException e) when (DynamoDbProblems.IsUnknownOperation(e))
        {
            // Another engine than AWS, which has no such setting.
        }
    }
}
