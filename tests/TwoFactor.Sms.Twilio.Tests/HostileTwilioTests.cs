using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

/// <summary>Networks and servers at their worst: the right class, one message at most, and an end in time.</summary>
public sealed class HostileTwilioTests : IAsyncLifetime
{
    private FakeTwilio _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeTwilio.StartAsync();

    public ValueTask DisposeAsync() => _fake.DisposeAsync();

    [Fact]
    public async Task Too_many_requests_are_made_again_and_one_message_leaves()
    {
        await using var host = TwilioHost.Create(_fake.Url);
        var sent = 0;
        _fake.Answer = c =>
        {
            if (_fake.Requests.Count > 1)
            {
                sent++;
                return FakeTwilio.ReplyAsync(c, 201, FakeTwilio.Accepted());
            }

            c.Response.Headers.RetryAfter = "0";
            return FakeTwilio.ReplyAsync(c, 429, """{"code":20429}""");
        };
        var result = await host.EnrollAsync();
        Assert.Equal((FactorDeliveryStatus.Accepted, 2, 1), (result.Delivery!.Status, _fake.Requests.Count, sent));
    }

    [Fact]
    public async Task What_hangs_is_given_up_in_time_and_not_asked_again()
    {
        await using var host = TwilioHost.Create(_fake.Url, sms: o => o.Delivery.Timeout = TimeSpan.FromSeconds(1));
        _fake.Answer = c => Task.Delay(Timeout.Infinite, c.RequestAborted);
        var result = await host.EnrollAsync();
        Assert.Equal(
            (FactorDeliveryStatus.Ambiguous, "timeout", 1),
            (result.Delivery!.Status, result.Delivery.Attempts[0].ProviderCode, _fake.Requests.Count)
        );
    }

    [Fact]
    public async Task Cancellation_ends_the_waiting_at_once()
    {
        await using var host = TwilioHost.Create(_fake.Url);
        using var left = new CancellationTokenSource();
        _fake.Answer = async c =>
        {
            await left.CancelAsync();
            await Task.Delay(Timeout.Infinite, c.RequestAborted);
        };
        var result = await host.EnrollAsync(cancellationToken: left.Token);
        Assert.Equal(
            (FactorDeliveryStatus.Ambiguous, 0, 1),
            (result.Delivery!.Status, result.Delivery.Attempts.Count, _fake.Requests.Count)
        );
        using var gone = new CancellationTokenSource();
        var attempt = host.Gateway.SendAsync(TwilioHost.Message(), gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await attempt);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_request_is_ambiguous_and_asked_once()
    {
        await using var host = TwilioHost.Create(_fake.Url);
        _fake.Answer = c =>
        {
            c.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal(FactorDeliveryStatus.Ambiguous, (await host.EnrollAsync()).Delivery!.Status);
        Assert.Single(_fake.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_is_reset_before_or_after_the_body_is_ambiguous_and_asked_once(bool readsBody)
    {
        using var server = new ResetServer(readsBody);
        await using var host = TwilioHost.Create(server.Url);
        Assert.Equal(FactorDeliveryStatus.Ambiguous, (await host.EnrollAsync()).Delivery!.Status);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_answer_is_judged_by_what_came()
    {
        await using var host = TwilioHost.Create(_fake.Url);
        foreach (
            var (status, expected) in new[]
            {
                (201, FactorDeliveryStatus.Ambiguous),
                (401, FactorDeliveryStatus.Rejected),
            }
        )
        {
            _fake.Answer = async c =>
            {
                c.Response.StatusCode = status;
                c.Response.ContentLength = 500;
                await c.Response.WriteAsync("""{"sid":"SM0123456789abc""");
            };
            Assert.Equal(expected, (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status);
        }

        Assert.Equal(2, _fake.Requests.Count);
    }

    [Fact]
    public async Task Half_a_json_is_judged_by_its_status()
    {
        await using var host = TwilioHost.Create(_fake.Url);
        _fake.Answer = c => FakeTwilio.ReplyAsync(c, 201, """{"sid":"SM0123456789abcdef0123456789abcdef","status":""");
        Assert.Equal(
            FactorDeliveryStatus.Ambiguous,
            (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status
        );
        _fake.Answer = c => FakeTwilio.ReplyAsync(c, 400, """{"code":21610,"mess""");
        Assert.Equal(SmsFailure.Request, (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Failure);
    }

    [Fact]
    public async Task Of_ten_megabytes_of_json_no_more_than_a_bound_is_read()
    {
        var read = 0L;
        await using var host = TwilioHost.Create(
            _fake.Url,
            services: s =>
                s.AddHttpClient(TwilioClient.HttpClientName)
                    .AddHttpMessageHandler(() => new Counter(count => read += count))
        );
        _fake.Answer = async c =>
        {
            c.Response.StatusCode = 201;
            var chunk = Encoding.ASCII.GetBytes(
                $$"""{"sid":"SM0123456789abcdef0123456789abcdef","filler":"{{new string('x', 1 << 16)}}"""
            );
            for (var i = 0; i < 160 && !c.RequestAborted.IsCancellationRequested; i++)
                await c.Response.Body.WriteAsync(chunk);
        };
        Assert.Equal(
            FactorDeliveryStatus.Ambiguous,
            (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status
        );
        Assert.Single(_fake.Requests);
        Assert.InRange(read, 1, 64 * 1024);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_credentials_in_hand()
    {
        await using var elsewhere = await FakeTwilio.StartAsync();
        await using var host = TwilioHost.Create(_fake.Url);
        foreach (var status in new[] { 301, 302, 307, 308 })
        {
            _fake.Answer = c =>
            {
                c.Response.Headers.Location = elsewhere.Url.ToString();
                return FakeTwilio.ReplyAsync(c, status, "");
            };
            Assert.Equal(
                SmsFailure.Configuration,
                (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Failure
            );
        }

        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9", SmsFailure.Unreachable)]
    [InlineData("https://no-such-host.invalid", SmsFailure.Unreachable)]
    [InlineData(null, SmsFailure.Transient)]
    public async Task What_never_arrived_is_known_not_to_have(string? url, SmsFailure failure)
    {
        // Null: a handshake that fails, since the fake speaks no TLS.
        await using var host = TwilioHost.Create(
            url is null ? new Uri($"https://127.0.0.1:{_fake.Url.Port}") : new Uri(url)
        );
        var result = await host.Gateway.SendAsync(TwilioHost.Message(), default);
        Assert.Equal(
            (FactorDeliveryStatus.Rejected, failure, true),
            (result.Status, result.Failure, result.IsProvablyNotSent)
        );
        Assert.Empty(_fake.Requests);
    }

    [Fact]
    public async Task Handlers_that_the_host_gives_to_all_its_clients_do_not_reach_this_one()
    {
        await using var host = TwilioHost.Create(
            _fake.Url,
            services: s => s.ConfigureHttpClientDefaults(b => b.AddHttpMessageHandler(() => new Retrier()))
        );
        _fake.Answer = c => FakeTwilio.ReplyAsync(c, 503, "");
        Assert.Equal(FactorDeliveryStatus.Ambiguous, (await host.EnrollAsync()).Delivery!.Status);
        Assert.Single(_fake.Requests);
    }

    private sealed class Counter(Action<int> count) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            response.Content = new StreamContent(
                new CountingStream(await response.Content.ReadAsStreamAsync(cancellationToken), count)
            );
            return response;
        }
    }

    private sealed class CountingStream(Stream inner, Action<int> count) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int length) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            count(read);
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int length) => throw new NotSupportedException();

        public override void Flush() { }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();

            base.Dispose(disposing);
        }
    }

    private sealed class Retrier : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            using var first = await base.SendAsync(request, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
