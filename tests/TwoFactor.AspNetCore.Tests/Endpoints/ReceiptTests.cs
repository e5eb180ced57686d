using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Receipts come from anybody: what they may cost before their signature was looked at.</summary>
public sealed class ReceiptTests
{
    private const string Path = "/two-factor/sms-receipts/fake";
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData(101, 1, 413)]
    [InlineData(11_562, 1, 413)]
    [InlineData(100, 1, 204)]
    [InlineData(1, 64 * 1024, 413)]
    [InlineData(1, 64_000, 204)]
    public async Task Many_fields_and_long_bodies_are_refused_before_the_gateway_sees_them(
        int fields,
        int length,
        int expected
    )
    {
        var (host, gateway) = await StartAsync();
        await using var _ = host;
        using var provider = host.Visitor();
        var body = string.Join('&', Enumerable.Range(0, fields).Select(i => $"a{i}={new string('x', length)}"));
        Assert.Equal(expected, (await provider.SendTextAsync(Path, body, Form)).Status);
        Assert.Equal(expected == 204 ? 1 : 0, gateway.Seen);
    }

    [Theory]
    [InlineData("?", 101, 414)]
    [InlineData("?", 100, 204)]
    [InlineData("?x=", 5_000, 414)]
    public async Task So_are_long_queries(string start, int parts, int expected)
    {
        var (host, gateway) = await StartAsync();
        await using var _ = host;
        using var provider = host.Visitor();
        var query = start + (start == "?" ? string.Join('&', Enumerable.Range(0, parts)) : new string('x', parts));
        Assert.Equal(expected, (await provider.SendTextAsync(Path + query, "a=b", Form)).Status);
        Assert.Equal(expected == 204 ? 1 : 0, gateway.Seen);
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_is_bounded_too()
    {
        var (host, gateway) = await StartAsync();
        await using var _ = host;
        using var provider = host.Visitor();
        var refused = await provider.SendTextAsync(Path, new string('x', 70_000), "application/json", isChunked: true);
        Assert.Equal((413, 0), (refused.Status, gateway.Seen));
    }

    [Fact]
    public async Task An_address_whose_receipts_are_refused_is_limited_like_all_others_and_a_provider_is_not()
    {
        var (host, gateway) = await StartAsync(requestsPerMinute: 3);
        await using var _ = host;
        using var provider = host.Visitor();
        provider.Headers["X-Test-Address"] = "198.51.100.7";
        for (var i = 0; i < 10; i++)
            Assert.Equal(204, (await provider.SendTextAsync(Path, "a=b", Form)).Status);

        using var stranger = host.Visitor();
        gateway.IsAuthentic = false;
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
            statuses.Add((await stranger.SendTextAsync(Path, "a=b", Form)).Status);

        Assert.Equal([403, 403, 403, 429, 429], statuses);
        Assert.Equal(13, gateway.Seen);
        Assert.Equal(429, (await stranger.GetAsync("/two-factor/sign-in")).Status);
        Assert.True(stranger.Last!.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        // Names of gateways are not guessed for nothing either.
        using var guesser = host.Visitor();
        guesser.Headers["X-Test-Address"] = "198.51.100.8";
        for (var i = 0; i < 3; i++)
            await guesser.SendTextAsync($"/two-factor/sms-receipts/{i}", "a=b", Form);

        Assert.Equal(429, (await guesser.SendTextAsync("/two-factor/sms-receipts/x", "a=b", Form)).Status);
    }

    private static async Task<(MiniHost Host, Gateway Gateway)> StartAsync(int requestsPerMinute = 10_000)
    {
        var gateway = new Gateway();
        return (
            await MiniHost.StartAsync(
                new()
                {
                    Http = o => o.RequestsPerMinute = requestsPerMinute,
                    Build = b =>
                    {
                        b.AddSms(o => o.Regions.Add("JP")).AddGateway(_ => gateway);
                        b.Services.AddSingleton<IDeliveryReceiptService>(gateway);
                    },
                }
            ),
            gateway
        );
    }

    private sealed class Gateway : ISmsGateway, IDeliveryReceiptService
    {
        public int Seen { get; private set; }

        public bool IsAuthentic { get; set; } = true;

        public string Name => "fake";

        public ValueTask<SmsResult> SendAsync(SmsMessage message, CancellationToken cancellationToken) =>
            new(SmsResult.Accepted("1"));

        public Task<DeliveryReceiptOutcome> ReceiveAsync(
            string gateway,
            DeliveryCallback callback,
            CancellationToken cancellationToken = default
        )
        {
            Seen++;
            return Task.FromResult(
                IsAuthentic && gateway == Name ? DeliveryReceiptOutcome.Recorded : DeliveryReceiptOutcome.Refused
            );
        }
    }
}
