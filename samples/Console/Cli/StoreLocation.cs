using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using TwoFactor;

namespace ConsoleSample.Cli;

/// <summary>
/// Where the accounts are: in a SQLite file, in PostgreSQL, in a table of DynamoDB, or else in memory; and the key
/// file, if one was given.
/// </summary>
internal sealed record StoreLocation(string? SqlitePath, string? PostgreSql, string? KeyFile, Uri? DynamoDb = null)
{
    private const string SqlitePrefix = "sqlite:";
    private const string PostgreSqlPrefix = "postgres:";
    private const string DynamoDbPrefix = "dynamodb:";

    // An engine on one's own machine wants some keys and does not look at them.
    private const string AnyKey = "local";

    public bool IsMemory => SqlitePath is null && PostgreSql is null && DynamoDb is null;

    /// <summary>The name to show. It is not the connection string, which may contain a password.</summary>
    public string Name =>
        SqlitePath
        ?? (PostgreSql, DynamoDb) switch
        {
            ({ }, _) => "PostgreSQL",
            (_, { } url) => $"DynamoDB, table {TableOf(url)}",
            _ => "memory, until this ends",
        };

    /// <summary>The folder for files beside the store.</summary>
    public string Folder =>
        SqlitePath is { } path ? Path.GetDirectoryName(Path.GetFullPath(path))!
        : !IsMemory ? DataFolder()
        : Path.Combine(Path.GetTempPath(), "two-factor");

    public static StoreLocation Parse(string? store, string? keyFile)
    {
        if (store is null)
            return new StoreLocation(Path.Combine(DataFolder(), "two-factor.db"), null, keyFile);

        if (store == "memory")
            return new StoreLocation(null, null, keyFile);

        if (store.StartsWith(PostgreSqlPrefix, StringComparison.Ordinal) && store.Length > PostgreSqlPrefix.Length)
            return new StoreLocation(null, store[PostgreSqlPrefix.Length..], keyFile);

        if (store.StartsWith(DynamoDbPrefix, StringComparison.Ordinal))
            return new StoreLocation(null, null, keyFile, ReadUrl(store));

        return store.StartsWith(SqlitePrefix, StringComparison.Ordinal) && store.Length > SqlitePrefix.Length
            ? new StoreLocation(store[SqlitePrefix.Length..], null, keyFile)
            : throw new UsageException(
                $"--store '{store}' is neither sqlite:PATH, postgres:CONNECTION_STRING, dynamodb:URL/TABLE nor memory."
            );
    }

    public void Use(TwoFactorBuilder builder)
    {
        if (SqlitePath is not null)
            builder.UseSqlite(SqlitePath);
        else if (PostgreSql is not null)
            builder.UsePostgreSql(PostgreSql);
        else if (DynamoDb is { } url)
            builder.UseDynamoDb(o => (o.TableName, o.ManageTable, o.Client) = (TableOf(url), true, NewClient(url)));
        else
            builder.UseInMemoryStore();
    }

    /// <summary>
    /// The key file option takes precedence over configuration, and configuration over the file beside the store.
    /// </summary>
    public void ChooseKey(SealingOptions sealing)
    {
        if (KeyFile is not null)
            (sealing.KeyFile, sealing.Keys) = (KeyFile, []);
        else if (sealing.Keys.Count == 0 && string.IsNullOrEmpty(sealing.KeyFile) && !IsMemory)
            sealing.KeyFile = SqlitePath is { } path
                ? path + ".key"
                : Path.Combine(
                    DataFolder(),
                    PostgreSql is null ? "two-factor-dynamodb.key" : "two-factor-postgres.key"
                );
    }

    private static Uri ReadUrl(string store) =>
        Uri.TryCreate(store[DynamoDbPrefix.Length..], UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
        && TableOf(url).Length > 0
        && url.UserInfo.Length == 0
            ? url
            : throw new UsageException(
                $"--store '{store}' names no address and table. Write it like "
                    + "dynamodb:http://127.0.0.1:8000/two-factor."
            );

    private static string TableOf(Uri url) => url.AbsolutePath.Trim('/');

    // The keys are those of the environment, as for every program that uses AWS.
    private static AmazonDynamoDBClient NewClient(Uri url)
    {
        var config = new AmazonDynamoDBConfig
        {
            ServiceURL = url.GetLeftPart(UriPartial.Authority),
            AuthenticationRegion = Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1",
            MaxErrorRetry = 0,
            Timeout = TimeSpan.FromSeconds(5),
        };
        return Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is null && url.Scheme == Uri.UriSchemeHttp
            ? new AmazonDynamoDBClient(new BasicAWSCredentials(AnyKey, AnyKey), config)
            : new AmazonDynamoDBClient(config);
    }

    private static string DataFolder()
    {
        var folder = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify
        );
        return Path.Combine(folder.Length > 0 ? folder : Directory.GetCurrentDirectory(), "TwoFactor");
    }
}
