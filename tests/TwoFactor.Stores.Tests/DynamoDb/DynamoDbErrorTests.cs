using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static TwoFactor.Tests.FaultyWire;

namespace TwoFactor.Tests;

/// <summary>Each error says what to do.</summary>
[Trait("Req", "R90")]
public sealed class DynamoDbErrorTests(Dynalite dynalite)
{
    [Theory]
    [InlineData("ResourceNotFoundException", "CreateTableAsync")]
    [InlineData("ProvisionedThroughputExceededException", "takes no more requests")]
    [InlineData("ThrottlingException", "takes no more requests")]
    [InlineData("RequestLimitExceeded", "takes no more requests")]
    [InlineData("ExpiredTokenException", "have expired")]
    [InlineData("UnrecognizedClientException", "access key")]
    [InlineData("InvalidSignatureException", "Set the clock")]
    [InlineData("AccessDeniedException", "Allow GetItem")]
    [InlineData("ValidationException", "template of the package")]
    [InlineData("SomethingNew", "SomethingNew")]
    public async Task Every_error_of_the_engine_names_the_remedy(string code, string expected)
    {
        using var wire = new AnswersWith(code);
        using var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("test", "not-to-be-shown"),
            new AmazonDynamoDBConfig
            {
                ServiceURL = "http://127.0.0.1:1",
                AuthenticationRegion = "us-east-1",
                MaxErrorRetry = 0,
                HttpClientFactory = wire.Factory,
            }
        );
        await using var database = new DynamoDbDatabase(
            new DynamoDbStoreOptions { TableName = "the-table", Patience = TimeSpan.FromMilliseconds(1) },
            client,
            TimeProvider.System
        );
        var store = new DynamoDbAccountStore(database);
        foreach (
            var act in new Func<Task>[]
            {
                async () => await store.FindAsync(Rows.Alice, default),
                async () => await store.TryWriteAsync(Rows.Row(Rows.Alice, 2), 1, [Rows.Event(2)], default),
            }
        )
        {
            var e = await Assert.ThrowsAsync<TwoFactorStoreException>(act);
            Assert.Contains(expected, e.Message, StringComparison.Ordinal);
            Assert.Contains("'the-table'", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("not-to-be-shown", e.ToString(), StringComparison.Ordinal);
        }
    }

    [DynaliteFact]
    public async Task A_table_that_is_missing_is_named()
    {
        await using var database = await dynalite.OpenAsync("no-such-table");
        var e = await Assert.ThrowsAsync<TwoFactorStoreException>(async () =>
            await new DynamoDbAccountStore(database).FindAsync(Rows.Alice, default)
        );
        Assert.Contains("'no-such-table'", e.Message, StringComparison.Ordinal);
        Assert.Contains("ManageTable", e.Message, StringComparison.Ordinal);
    }

    [DynaliteFact]
    public async Task What_is_refused_for_load_is_waited_out()
    {
        using var wire = new FaultyWire();
        await using var database = await dynalite.OpenAsync(
            await dynalite.NewTableAsync(),
            c => c.HttpClientFactory = wire.Factory
        );
        var refusals = 0;
        wire.Decide = (_, _) => Interlocked.Increment(ref refusals) % 3 == 0 ? Fault.None : Fault.Throttled;
        var store = new DynamoDbAccountStore(database);
        Assert.True(await store.TryWriteAsync(Rows.Row(Rows.Alice, 1), 0, [Rows.Event(1)], default));
        Assert.NotNull(await store.FindAsync(Rows.Alice, default));
    }

    [DynaliteFact]
    public async Task The_table_is_made_at_first_use_if_the_store_may()
    {
        using var client = (await dynalite.ServerAsync()).NewClient();
        var services = new ServiceCollection().AddSingleton<IAmazonDynamoDB>(client);
        services
            .AddTwoFactor(o => o.Sealing.AllowEphemeralKey = true)
            .UseDynamoDb(o => (o.TableName, o.ManageTable) = ("made-at-first-use", true));
        await using var provider = services.BuildServiceProvider();
        Assert.Null(await provider.GetRequiredService<IAccountStore>().FindAsync(Rows.Alice, default));
        await DynamoDbSchema.CreateTableAsync(client, "made-at-first-use");
    }

    [Theory]
    [InlineData("TableName", "ab")]
    [InlineData("TableName", "no spaces")]
    [InlineData("Patience", "00:02:01")]
    [InlineData("RequestTimeout", "00:00:00")]
    [InlineData("ServiceUrl", "localhost:8000")]
    [InlineData("Region", "moon-1")]
    public void A_wrong_setting_is_named(string setting, string value)
    {
        var options = new DynamoDbStoreOptions();
        switch (setting)
        {
            case "TableName":
                options.TableName = value;
                break;
            case "Patience":
                options.Patience = TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "RequestTimeout":
                options.RequestTimeout = TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "ServiceUrl":
                options.ServiceUrl = value;
                break;
            default:
                options.Region = value;
                break;
        }

        var result = new DynamoDbStoreOptionsValidator().Validate(null, options);
        Assert.StartsWith($"TwoFactor:DynamoDb:{setting} is", result.FailureMessage, StringComparison.Ordinal);
        Assert.Equal(ValidateOptionsResult.Success, new DynamoDbStoreOptionsValidator().Validate(null, new()));
    }

    private sealed class AnswersWith(string code) : HttpMessageHandler
    {
        public HttpClientFactory Factory => new OneClient(this);

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.BadRequest)
                {
                    Content = new StringContent(Error(code, "Said by the engine.")),
                }
            );

        private sealed class OneClient(AnswersWith handler) : HttpClientFactory
        {
            public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
                new(handler, disposeHandler: false);

            public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
        }
    }
}
