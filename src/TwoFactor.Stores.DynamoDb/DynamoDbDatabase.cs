using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace TwoFactor.Stores;

/// <summary>
/// The table: its client, the time limit of every request, and exceptions that name a remedy. The SDK's own retries are
/// off. With them, a write could be done by the first try and be reported as refused by the second.
/// </summary>
internal sealed class DynamoDbDatabase : IAsyncDisposable, IDisposable
{
    private const int MostAtOnce = 100;

    private readonly IAmazonDynamoDB _client;
    private readonly bool _isOwn;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly bool _managesTable;
    private readonly SemaphoreSlim _making = new(1, 1);
    private volatile bool _isReady;

    public DynamoDbDatabase(DynamoDbStoreOptions options, IAmazonDynamoDB? client, TimeProvider clock)
    {
        _isOwn = client is null;
        _client = client ?? Build(options);
        _patience = options.Patience;
        _clock = clock;
        _managesTable = options.ManageTable;
        Table = options.TableName;
        Copies = new EventCopies(this);
    }

    public string Table { get; }

    public string PlaceName => Place(_client, Table);

    /// <summary>Copies events to items of their own. It is shared, because it knows what was copied.</summary>
    public EventCopies Copies { get; }

    /// <summary>The client of a store's own: no retries of the SDK's, and short answers.</summary>
    public static AmazonDynamoDBConfig Configure(DynamoDbStoreOptions options)
    {
        var config = new AmazonDynamoDBConfig { MaxErrorRetry = 0, Timeout = options.RequestTimeout };
        if (options.ServiceUrl.Length > 0)
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = options.Region.Length > 0 ? options.Region : "us-east-1";
        }
        else if (options.Region.Length > 0)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return config;
    }

    public static string Place(IAmazonDynamoDB client, string table)
    {
        var config = client.Config;
        var where = config?.RegionEndpoint?.SystemName ?? config?.ServiceURL ?? "the client's region";
        return $"DynamoDB table '{table}' ({where})";
    }

    public DynamoDbPatience NewPatience() => new(_clock, _patience);

    /// <summary>Asks something that may be asked any number of times.</summary>
    public async ValueTask<T> AskAsync<T>(
        Func<IAmazonDynamoDB, CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken
    )
    {
        var patience = NewPatience();
        while (true)
        {
            var (answer, problem) = await TryAsync(ask, cancellationToken).ConfigureAwait(false);
            if (problem is null)
                return answer!;

            var isPassing = DynamoDbProblems.IsRefusedForNow(problem) || DynamoDbProblems.IsInDoubt(problem);
            if (!isPassing || !await patience.PauseAsync(cancellationToken).ConfigureAwait(false))
                throw Explained(problem);
        }
    }

    /// <summary>Asks once.</summary>
    /// <returns>The answer, or what went wrong.</returns>
    public async ValueTask<(T? Answer, Exception? Problem)> TryAsync<T>(
        Func<IAmazonDynamoDB, CancellationToken, Task<T>> ask,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_managesTable && !_isReady)
            await MakeTableAsync(cancellationToken).ConfigureAwait(false);

        try
        {
            return (await ask(_client, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception e)
            when (DynamoDbProblems.IsFailure(e)
                && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested)
            )
        {
            return (default, e);
        }
    }

    /// <summary>Reads an item as it is now, or null.</summary>
    public async ValueTask<Dictionary<string, AttributeValue>?> GetAsync(
        string partition,
        string sort,
        CancellationToken cancellationToken
    )
    {
        var request = new GetItemRequest
        {
            TableName = Table,
            Key = ItemKeys.Pair(partition, sort),
            ConsistentRead = true,
        };
        var response = await AskAsync((c, t) => c.GetItemAsync(request, t), cancellationToken).ConfigureAwait(false);
        return response.Item is { Count: > 0 } item ? item : null;
    }

    /// <summary>Reads many items as they are now, in no order. Those that are gone are left out.</summary>
    public async ValueTask<List<Dictionary<string, AttributeValue>>> GetManyAsync(
        IEnumerable<(string Partition, string Sort)> keys,
        CancellationToken cancellationToken
    )
    {
        var found = new List<Dictionary<string, AttributeValue>>();
        foreach (var chunk in keys.Distinct().Chunk(MostAtOnce))
        {
            var patience = NewPatience();
            var asked = new Dictionary<string, KeysAndAttributes>(StringComparer.Ordinal)
            {
                [Table] = new()
                {
                    Keys = [.. chunk.Select(k => ItemKeys.Pair(k.Partition, k.Sort))],
                    ConsistentRead = true,
                },
            };
            while (asked is { Count: > 0 })
            {
                var request = new BatchGetItemRequest { RequestItems = asked };
                var response = await AskAsync((c, t) => c.BatchGetItemAsync(request, t), cancellationToken)
                    .ConfigureAwait(false);
                found.AddRange(response.Responses?.GetValueOrDefault(Table) ?? []);
                asked = response.UnprocessedKeys;
                if (asked is { Count: > 0 } && !await patience.PauseAsync(cancellationToken).ConfigureAwait(false))
                    throw Busy();
            }
        }

        return found;
    }

    /// <summary>Asks a query for its pages, until there are enough items.</summary>
    /// <param name="request">The query.</param>
    /// <param name="take">The most items.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async ValueTask<List<Dictionary<string, AttributeValue>>> QueryAsync(
        QueryRequest request,
        int take,
        CancellationToken cancellationToken
    )
    {
        request.TableName = Table;
        var found = new List<Dictionary<string, AttributeValue>>();
        do
        {
            request.Limit = take - found.Count;
            var response = await AskAsync((c, t) => c.QueryAsync(request, t), cancellationToken).ConfigureAwait(false);
            found.AddRange(response.Items ?? []);
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        } while (found.Count < take && request.ExclusiveStartKey is { Count: > 0 });

        return found;
    }

    public TwoFactorStoreException Explained(Exception exception) =>
        new(DynamoDbProblems.Explain(exception, PlaceName), exception);

    public TwoFactorStoreException Busy() =>
        new(
            $"The {PlaceName} leaves requests undone for load. Raise the maximum throughput of the table and its "
                + "indexes, or TwoFactor:DynamoDb:Patience."
        );

    public void Dispose()
    {
        Copies.Dispose();
        _making.Dispose();
        if (_isOwn)
            _client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Copies.DisposeAsync().ConfigureAwait(false);
        _making.Dispose();
        if (_isOwn)
            _client.Dispose();
    }

    private async Task MakeTableAsync(CancellationToken cancellationToken)
    {
        await _making.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isReady)
                await DynamoDbSchema.CreateTableAsync(_client, Table, cancellationToken).ConfigureAwait(false);

            _isReady = true;
        }
        finally
        {
            _making.Release();
        }
    }

    private static AmazonDynamoDBClient Build(DynamoDbStoreOptions options)
    {
        try
        {
            return new AmazonDynamoDBClient(Configure(options));
        }
        catch (Amazon.Runtime.AmazonClientException e)
        {
            throw new TwoFactorStoreException(
                $"The client of DynamoDB cannot be made: {e.Message} Set TwoFactor:DynamoDb:Region, or give "
                    + $"it a client.",
                e
            );
        }
    }
}
