using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Tests;

public sealed class TwilioGatewayTests : IAsyncLifetime
{
    private FakeTwilio _fake = null!;

    public async ValueTask InitializeAsync() => _fake = await FakeTwilio.StartAsync();

    public ValueTask DisposeAsync() => _fake.DisposeAsync();

    [Fact]
    public async Task The_request_is_the_documented_one()
    {
        await using var host = TwilioHost.Create(
            _fake.Url,
            o => o.ReceiptUrl = new Uri("https://example.com/receipts")
        );
        var result = await host.Gateway.SendAsync(TwilioHost.Message(), default);
        Assert.Equal(FactorDeliveryStatus.Accepted, result.Status);
        var request = Assert.Single(_fake.Requests);
        Assert.Equal(
            ("POST", $"/2010-04-01/Accounts/{FakeTwilio.Account}/Messages.json"),
            (request.Method, request.Path)
        );
        Assert.Equal(
            $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{FakeTwilio.Account}:{TwilioHost.Token}"))}",
            request.Authorization
        );
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["To"] = TwilioHost.Number,
                ["From"] = "+12025550123",
                ["Body"] = "123456 is your Example code. Never share it.",
                ["StatusCallback"] = "https://example.com/receipts?ref=reference",
                ["ValidityPeriod"] = "300",
                ["SmartEncoded"] = "true",
                ["ProvideFeedback"] = "true",
                ["Attempt"] = "1",
            },
            request.Form
        );
    }

    [Fact]
    public async Task Every_option_has_its_field_and_an_api_key_goes_before_the_token()
    {
        await using var host = TwilioHost.Create(
            _fake.Url,
            o =>
            {
                (o.ApiKeySid, o.ApiKeySecret) = ("SK0123456789abcdef0123456789abcdef", TwilioHost.KeySecret);
                (o.From, o.MessagingServiceSid) = (null, "MG0123456789abcdef0123456789abcdef");
                (o.RiskCheck, o.DiscardContent, o.ObfuscateAddress, o.SmartEncoded, o.ProvideFeedback) = (
                    false,
                    true,
                    true,
                    false,
                    false
                );
                o.ContentSid = "HX0123456789abcdef0123456789abcdef";
            }
        );
        await host.Gateway.SendAsync(TwilioHost.Message(), default);
        var request = Assert.Single(_fake.Requests);
        Assert.Equal(
            $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"SK0123456789abcdef0123456789abcdef:{TwilioHost.KeySecret}"))}",
            request.Authorization
        );
        Assert.Contains($"/Accounts/{FakeTwilio.Account}/", request.Path, StringComparison.Ordinal);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["To"] = TwilioHost.Number,
                ["MessagingServiceSid"] = "MG0123456789abcdef0123456789abcdef",
                ["ContentSid"] = "HX0123456789abcdef0123456789abcdef",
                ["ContentVariables"] = """{"1":"123456"}""",
                ["ValidityPeriod"] = "300",
                ["RiskCheck"] = "disable",
                ["ContentRetention"] = "discard",
                ["AddressRetention"] = "obfuscate",
                ["Attempt"] = "1",
            },
            request.Form
        );
    }

    public static TheoryData<string, int, SmsFailure> Codes()
    {
        var data = new TheoryData<string, int, SmsFailure>();
        (SmsFailure Class, int Status, string Codes)[] table =
        [
            (SmsFailure.Recipient, 400, "21211 21614 21635 21604"),
            (SmsFailure.OptedOut, 400, "21610"),
            (SmsFailure.Policy, 400, "30450 60410 60605 21408"),
            (SmsFailure.Route, 400, "21612"),
            (SmsFailure.Configuration, 401, "20003"),
            (SmsFailure.Configuration, 404, "20404"),
            (SmsFailure.Configuration, 400, "21212 21601 21603 21606 21608 21659 21660 21703 21704 21705 30002 30034"),
            (SmsFailure.Capacity, 429, "63038"),
            (SmsFailure.Capacity, 400, "21611 14107"),
            (SmsFailure.Request, 400, "21602 21609 21617 21619 21624 21654 21656"),
            (SmsFailure.Unprocessed, 429, "20429"),
        ];
        foreach (var (failure, status, codes) in table)
        {
            foreach (var code in codes.Split(' '))
                data.Add(code, status, failure);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_code_of_the_table_is_of_its_class_in_both_shapes(
        string code,
        int status,
        SmsFailure failure
    )
    {
        string[] shapes =
        [
            $$"""{"code":{{code}},"message":"no","more_info":"https://www.twilio.com/docs/errors/{{code}}","status":{{status}}}""",
            $$"""{"code":{{code}},"message":"no","httpStatusCode":{{status}},"userError":true,"params":{"To":"{{TwilioHost.Number}}" } }""",
            $$"""{"message":"no","code":"{{code}}"}""",
        ];
        await using var host = TwilioHost.Create(_fake.Url);
        foreach (var shape in shapes)
        {
            _fake.Answer = c => FakeTwilio.ReplyAsync(c, status, shape);
            var result = await host.Gateway.SendAsync(TwilioHost.Message(), default);
            Assert.Equal(
                (FactorDeliveryStatus.Rejected, failure, code),
                (result.Status, result.Failure, result.ProviderCode)
            );
        }
    }

    [Theory]
    [InlineData(400, "99999", SmsFailure.Request)]
    [InlineData(400, null, SmsFailure.Request)]
    [InlineData(401, null, SmsFailure.Configuration)]
    [InlineData(403, "99999", SmsFailure.Configuration)]
    [InlineData(404, null, SmsFailure.Configuration)]
    [InlineData(422, null, SmsFailure.Request)]
    [InlineData(429, null, SmsFailure.Capacity)]
    [InlineData(307, null, SmsFailure.Configuration)]
    [InlineData(408, null, null)]
    [InlineData(500, "20500", null)]
    [InlineData(503, "20503", null)]
    [InlineData(502, "21211", null)]
    public async Task An_unknown_code_falls_into_a_class_by_status_and_a_server_fault_is_ambiguous(
        int status,
        string? code,
        SmsFailure? failure
    )
    {
        await using var host = TwilioHost.Create(_fake.Url);
        _fake.Answer = c => FakeTwilio.ReplyAsync(c, status, code is null ? "<html>" : $$"""{"code":{{code}}}""");
        var result = await host.Gateway.SendAsync(TwilioHost.Message(), default);
        Assert.Equal(
            (
                failure is null ? FactorDeliveryStatus.Ambiguous : FactorDeliveryStatus.Rejected,
                failure ?? SmsFailure.Transient
            ),
            (result.Status, result.Failure)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"sid":""}""")]
    [InlineData("""{"sid":"SM1"}""")]
    [InlineData("""{"sid":42}""")]
    [InlineData("""{"sid":"SM0123456789abcdef0123456789abcdeg"}""")]
    public async Task A_success_without_a_sid_is_ambiguous(string body)
    {
        await using var host = TwilioHost.Create(_fake.Url);
        _fake.Answer = c => FakeTwilio.ReplyAsync(c, 201, body);
        Assert.Equal(
            FactorDeliveryStatus.Ambiguous,
            (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status
        );
        Assert.Single(_fake.Requests);
    }

    [Theory]
    [InlineData("queued", null, FactorDeliveryStatus.Accepted)]
    [InlineData("accepted", null, FactorDeliveryStatus.Accepted)]
    [InlineData("scheduled", null, FactorDeliveryStatus.Accepted)]
    [InlineData("failed", "30034", FactorDeliveryStatus.Rejected)]
    [InlineData("failed", "30008", FactorDeliveryStatus.Rejected)]
    [InlineData("failed", null, FactorDeliveryStatus.Rejected)]
    [InlineData("canceled", "99999", FactorDeliveryStatus.Rejected)]
    public async Task The_first_status_is_taken_as_it_is(string status, string? error, FactorDeliveryStatus expected)
    {
        await using var host = TwilioHost.Create(_fake.Url);
        _fake.Answer = c =>
            FakeTwilio.ReplyAsync(
                c,
                201,
                $$"""{"sid":"SM0123456789abcdef0123456789abcdef","status":"{{status}}","error_code":{{error ?? "null"}}}"""
            );
        Assert.Equal(expected, (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status);

        // What was taken on is not taken for unprocessed: it is not asked again.
        _fake.Requests.Clear();
        Assert.Equal(expected, (await host.EnrollAsync()).Delivery!.Status);
        Assert.Single(_fake.Requests);
    }

    [Fact]
    public async Task A_lookup_that_hangs_or_answers_nonsense_stops_no_message_and_is_asked_once()
    {
        await using var host = TwilioHost.Create(_fake.Url, o => o.VetoedLineTypes = ["landline"]);
        var refusals = 2;
        _fake.Answer = c =>
            c.Request.Method == "GET" ? Task.Delay(Timeout.Infinite, c.RequestAborted)
            : refusals-- > 0 ? FakeTwilio.ReplyAsync(c, 429, """{"code":20429}""")
            : FakeTwilio.ReplyAsync(c, 201, FakeTwilio.Accepted());
        Assert.Equal(FactorDeliveryStatus.Accepted, (await host.EnrollAsync()).Delivery!.Status);
        Assert.Equal(["GET", "POST", "POST", "POST"], _fake.Requests.Select(r => r.Method));
        _fake.Answer = c =>
            FakeTwilio.ReplyAsync(
                c,
                c.Request.Method == "GET" ? 200 : 201,
                c.Request.Method == "GET" ? """{"line_type_intelligence":{"type":"\ud800"}}""" : FakeTwilio.Accepted()
            );
        Assert.Equal(
            FactorDeliveryStatus.Accepted,
            (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status
        );
    }

    [Fact]
    public async Task A_wait_that_twilio_asks_for_is_read_as_seconds_or_as_a_date()
    {
        await using var host = TwilioHost.Create(_fake.Url);
        foreach (
            var (header, least, most) in new[]
            {
                ("7", 7, 7),
                (DateTimeOffset.UtcNow.AddSeconds(60).ToString("R"), 50, 60),
                (DateTimeOffset.UtcNow.AddSeconds(-60).ToString("R"), 0, 0),
            }
        )
        {
            _fake.Answer = c =>
            {
                c.Response.Headers.RetryAfter = header;
                return FakeTwilio.ReplyAsync(c, 429, """{"code":20429}""");
            };
            Assert.InRange(
                (await host.Gateway.SendAsync(TwilioHost.Message(), default)).RetryAfter!.Value.TotalSeconds,
                least,
                most
            );
        }
    }

    [Fact]
    public async Task No_secret_and_no_number_is_in_any_log_at_any_level_nor_in_an_exception()
    {
        await using var host = TwilioHost.Create(
            _fake.Url,
            o => o.VetoedLineTypes = ["landline"],
            sms: o => o.Delivery.Timeout = TimeSpan.FromSeconds(1)
        );
        Func<HttpContext, Task>[] answers =
        [
            c => FakeTwilio.ReplyAsync(c, 201, FakeTwilio.Accepted()),
            c =>
                FakeTwilio.ReplyAsync(
                    c,
                    400,
                    $$"""{"code":21211,"message":"The 'To' number {{TwilioHost.Number}} is not valid: {{TwilioHost.Token}}"}"""
                ),
            c => FakeTwilio.ReplyAsync(c, 401, $$"""{"code":"{{TwilioHost.Number}}"}"""),
            c => FakeTwilio.ReplyAsync(c, 500, TwilioHost.Number),
            c => Task.Delay(Timeout.Infinite, c.RequestAborted),
        ];
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) =>
                System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
        };
        var traces = new System.Collections.Concurrent.ConcurrentQueue<string>();
        listener.ActivityStopped = a =>
            traces.Enqueue($"{a.DisplayName} {string.Join(' ', a.TagObjects.Select(t => $"{t.Key}={t.Value}"))}");
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        for (var i = 0; i < answers.Length; i++)
        {
            _fake.Answer = answers[i];
            await host.EnrollAsync($"user{i}", $"+81901234567{i}");
        }

        Assert.NotEmpty(host.Logs.Lines);
        var everything = string.Join(
            '\n',
            host.Logs.Lines.Concat(
                traces.Where(t =>
                    !t.Contains("Microsoft.AspNetCore", StringComparison.Ordinal)
                    && !t.StartsWith("POST /", StringComparison.Ordinal)
                    && !t.StartsWith("GET /", StringComparison.Ordinal)
                )
            )
        );
        foreach (
            var secret in new[]
            {
                TwilioHost.Token,
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{FakeTwilio.Account}:{TwilioHost.Token}")),
                "1901234567",
                "9012345678",
                "is your Example code",
            }
        )
            Assert.DoesNotContain(secret, everything, StringComparison.Ordinal);

        Assert.DoesNotContain(
            TwilioHost.Token,
            host.Get<Microsoft.Extensions.Options.IOptions<TwilioOptions>>().Value.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Lookup_vetoes_the_first_message_to_a_number_and_nothing_else()
    {
        await using var host = TwilioHost.Create(_fake.Url, o => o.VetoedLineTypes = ["landline", "nonFixedVoip"]);
        var lineType = "\"landline\"";
        _fake.Answer = c =>
            c.Request.Method == "GET"
                ? FakeTwilio.ReplyAsync(
                    c,
                    200,
                    $$"""{"phone_number":"x","line_type_intelligence":{"type":{{lineType}},"error_code":null} }"""
                )
                : FakeTwilio.ReplyAsync(c, 201, FakeTwilio.Accepted());
        var vetoed = await host.Gateway.SendAsync(TwilioHost.Message(), default);
        Assert.Equal((SmsFailure.Recipient, "landline"), (vetoed.Failure, vetoed.ProviderCode));
        Assert.Equal(
            "/v2/PhoneNumbers/%2B819012345678?Fields=line_type_intelligence",
            Assert.Single(_fake.Requests).Path.Replace("/+", "/%2B", StringComparison.Ordinal)
        );
        foreach (var other in new[] { "\"mobile\"", "null", "42" })
        {
            lineType = other;
            Assert.Equal(
                FactorDeliveryStatus.Accepted,
                (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status
            );
        }

        _fake.Answer = c =>
            c.Request.Method == "GET"
                ? FakeTwilio.ReplyAsync(c, 503, "")
                : FakeTwilio.ReplyAsync(c, 201, FakeTwilio.Accepted());
        Assert.Equal(
            FactorDeliveryStatus.Accepted,
            (await host.Gateway.SendAsync(TwilioHost.Message(), default)).Status
        );
        Assert.Contains(host.Logs.Lines, l => l.Contains("Twilio Lookup gave no line type", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Twilio_hears_of_the_code_that_came_back()
    {
        await using (var host = TwilioHost.Create(_fake.Url))
        {
            var pending = await host.EnrollAsync();
            var code = _fake.Requests.Single().Form["Body"][..6];
            Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, code)).Succeeded);
        }

        var feedback = _fake.Requests.Last();
        Assert.Matches("/Messages/SM[0-9a-f]{32}/Feedback.json$", feedback.Path);
        Assert.Equal("confirmed", feedback.Form["Outcome"]);
    }

    [Theory]
    [InlineData(200, """{"status":"active"}""", null)]
    [InlineData(200, """{"status":"suspended"}""", "suspended")]
    [InlineData(401, """{"code":20003}""", "401 20003")]
    public async Task Health_asks_the_account(int status, string body, string? problem)
    {
        await using var host = TwilioHost.Create(_fake.Url);
        _fake.Answer = c => FakeTwilio.ReplyAsync(c, status, body);
        var found = await host.Gateway.CheckAsync(default);
        Assert.Equal(problem is null, found is null);
        Assert.Contains(problem ?? "", found ?? "", StringComparison.Ordinal);
        Assert.Equal($"/2010-04-01/Accounts/{FakeTwilio.Account}.json", _fake.Requests.Single().Path);
    }

    [Fact]
    public void Calling_it_twice_is_safe()
    {
        var services = new ServiceCollection();
        var builder = services.AddTwoFactor();
        for (var i = 0; i < 2; i++)
            builder.AddTwilioSms(o => o.From = "x");

        Assert.Single(services, d => d.ServiceType == typeof(ISmsGateway));
        Assert.Single(services, d => d.ServiceType == typeof(TwilioClient));
    }
}
