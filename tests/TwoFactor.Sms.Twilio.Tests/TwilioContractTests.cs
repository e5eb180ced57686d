using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>
/// Against Twilio's own OpenAPI documents, served by a mock that refuses what they do not allow. eng/test starts it.
/// </summary>
public sealed class TwilioContractTests
{
    [Fact]
    public async Task A_good_request_is_accepted()
    {
        await using var host = TwilioHost.Create(Mock("MESSAGES"));
        var result = await host.Gateway.SendAsync(TwilioHost.Message(), default);
        Assert.Equal((FactorDeliveryStatus.Accepted, true), (result.Status, TwilioSid.IsValid(result.MessageId, "SM")));
    }

    public static TheoryData<string, Action<TwilioOptions>> Fields =>
        new()
        {
            {
                "MessagingServiceSid",
                o => (o.From, o.MessagingServiceSid) = (null, "MG0123456789abcdef0123456789abcdef")
            },
            { "StatusCallback", o => o.ReceiptUrl = new Uri("https://example.com/receipts") },
            { "RiskCheck", o => o.RiskCheck = true },
            { "RiskCheck", o => o.RiskCheck = false },
            { "ContentRetention", o => o.DiscardContent = true },
            { "AddressRetention", o => o.ObfuscateAddress = true },
            { "ContentSid", o => o.ContentSid = "HX0123456789abcdef0123456789abcdef" },
            { "SmartEncoded and ProvideFeedback", o => (o.SmartEncoded, o.ProvideFeedback) = (false, false) },
            {
                "ApiKeySid",
                o => (o.ApiKeySid, o.ApiKeySecret) = ("SK0123456789abcdef0123456789abcdef", TwilioHost.KeySecret)
            },
        };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Each_field_is_valid(string field, Action<TwilioOptions> set)
    {
        Assert.NotEmpty(field);
        await using var host = TwilioHost.Create(Mock("MESSAGES"), set);
        var result = await host.Gateway.SendAsync(TwilioHost.Message(), default);
        Assert.True(result.Status == FactorDeliveryStatus.Accepted, $"{field}: {result}");
    }

    // The mock shows that it would notice.
    [Theory]
    [InlineData("From=%2B12025550123&Body=x", 422)]
    [InlineData("To=%2B819012345678&MessagingServiceSid=MG1&Body=x", 422)]
    [InlineData("To=%2B819012345678&ContentSid=HX1", 422)]
    [InlineData("To=%2B819012345678&RiskCheck=maybe&Body=x", 422)]
    [InlineData("To=%2B819012345678&SmartEncoded=True&Body=x", 422)]
    [InlineData("To=%2B819012345678&ValidityPeriod=long&Body=x", 422)]
    [InlineData("To=%2B819012345678&Body=x", 201)]
    public async Task The_mock_refuses_what_the_document_does_not_allow(string form, int status)
    {
        using var client = new HttpClient { BaseAddress = Mock("MESSAGES") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String("a:b"u8)
        );
        using var content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
        using var response = await client.PostAsync(
            new Uri($"/2010-04-01/Accounts/{FakeTwilio.Account}/Messages.json", UriKind.Relative),
            content
        );
        Assert.Equal((HttpStatusCode)status, response.StatusCode);
    }

    [Fact]
    public async Task Wrong_credentials_and_a_bad_sid_are_seen_as_what_they_are()
    {
        await using var anonymous = TwilioHost.Create(
            Mock("MESSAGES"),
            services: s => s.AddHttpClient(TwilioClient.HttpClientName).AddHttpMessageHandler(() => new Anonymous())
        );
        var result = await anonymous.Gateway.SendAsync(TwilioHost.Message(), default);
        Assert.Equal(
            (FactorDeliveryStatus.Rejected, SmsFailure.Configuration, "401"),
            (result.Status, result.Failure, result.ProviderCode)
        );

        await using var elsewhere = TwilioHost.Create(new Uri(Mock("LOOKUPS"), "/"));
        Assert.Equal(
            (SmsFailure.Configuration, "404"),
            (await elsewhere.Gateway.SendAsync(TwilioHost.Message(), default)) is { } other
                ? (other.Failure, other.ProviderCode)
                : default
        );
        await using var bad = TwilioHost.Create(
            Mock("MESSAGES"),
            services: s => s.AddHttpClient(TwilioClient.HttpClientName).AddHttpMessageHandler(() => new OtherAccount())
        );
        Assert.Equal(SmsFailure.Request, (await bad.Gateway.SendAsync(TwilioHost.Message(), default)).Failure);
    }

    [Fact]
    public async Task Feedback_and_health_are_valid()
    {
        var statuses = new List<HttpStatusCode>();
        await using var host = TwilioHost.Create(
            Mock("MESSAGES"),
            services: s =>
                s.AddHttpClient(TwilioClient.HttpClientName).AddHttpMessageHandler(() => new Recorder(statuses))
        );
        await host.Gateway.ConfirmAsync("SM0123456789abcdef0123456789abcdef", default);
        Assert.Null(await host.Gateway.CheckAsync(default));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], statuses);
    }

    [Fact]
    public async Task Lookup_is_valid()
    {
        var statuses = new List<HttpStatusCode>();
        await using var host = TwilioHost.Create(
            Mock("MESSAGES"),
            o => (o.VetoedLineTypes, o.LookupUrl) = (["landline"], Mock("LOOKUPS")),
            services: s =>
                s.AddHttpClient(TwilioClient.HttpClientName).AddHttpMessageHandler(() => new Recorder(statuses))
        );
        Assert.Equal(
            FactorDeliveryStatus.Accepted,
            (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status
        );
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Created], statuses);
    }

    internal static Uri Mock(string name)
    {
        var url = Environment.GetEnvironmentVariable($"TWILIO_MOCK_{name}");
        if (url is null)
            Assert.Skip(
                "The mock of Twilio is not running. Run eng/test, or eng/twilio-mock start FILE and read "
                    + "FILE into the environment."
            );

        return new Uri(url!);
    }

    private sealed class Anonymous : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.Authorization = null;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class OtherAccount : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.RequestUri = new Uri(
                request.RequestUri!.AbsoluteUri.Replace(FakeTwilio.Account, "AC1", StringComparison.Ordinal)
            );
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Recorder(List<HttpStatusCode> statuses) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            statuses.Add(response.StatusCode);
            return response;
        }
    }
}
