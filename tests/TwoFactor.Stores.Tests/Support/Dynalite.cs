using Amazon.DynamoDBv2;
using TwoFactor.Shared;

[assembly: AssemblyFixture(typeof(TwoFactor.Tests.Dynalite))]

namespace TwoFactor.Tests;

/// <summary>One engine for all tests, started by the first that needs it; each takes a table of its own.</summary>
public sealed class Dynalite : IAsyncDisposable
{
    private readonly Lazy<Task<DynaliteServer>> _server = new(DynaliteServer.StartAsync);
    private int _tables;

    internal Task<DynaliteServer> ServerAsync() => _server.Value;

    /// <summary>A new table.</summary>
    internal async Task<string> NewTableAsync()
    {
        using var client = (await ServerAsync()).NewClient();
        var name = $"test-{Interlocked.Increment(ref _tables)}";
        await DynamoDbSchema.CreateTableAsync(client, name);
        return name;
    }

    /// <summary>Opens a table as one process does.</summary>
    internal async Task<DynamoDbDatabase> OpenAsync(
        string table,
        Action<AmazonDynamoDBConfig>? configure = null,
        TimeSpan? patience = null
    ) =>
        new(
            new DynamoDbStoreOptions { TableName = table, Patience = patience ?? TimeSpan.FromSeconds(10) },
            (await ServerAsync()).NewClient(configure),
            TimeProvider.System
        );

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}
