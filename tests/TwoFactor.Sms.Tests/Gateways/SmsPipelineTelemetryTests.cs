using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Polly.Telemetry;

namespace TwoFactor.Tests;

/// <summary>What the meter <c>Polly</c> says of the gateways' pipelines.</summary>
[Trait("Req", "R92")]
public sealed class SmsPipelineTelemetryTests
{
    private static readonly Dictionary<string, string> s_allowed = new(StringComparer.Ordinal)
    {
        ["pipeline.name"] = "^twofactor-sms$",
        ["pipeline.instance"] = "^[a-z0-9-]{1,32}$",
        ["strategy.name"] = "^(Retry|CircuitBreaker|Timeout)$",
        ["event.name"] =
            "^(PipelineExecut(ing|ed)|ExecutionAttempt|On(Retry|Timeout|Circuit(Opened|Closed|HalfOpened)))$",
        ["event.severity"] = "^(None|Debug|Information|Warning|Error|Critical)$",
        ["exception.type"] = @"^(Polly\.(Timeout|CircuitBreaker)\.|System\.)[A-Za-z.]+Exception$",
        ["attempt.number"] = "^[0-6]$",
        ["attempt.handled"] = "^(True|False)$",
        ["status"] = "^(accepted|rejected|ambiguous|passed_over)$",
        ["failure"] = "^[a-z_]{1,32}$",
    };

    [Fact]
    public async Task Metrics_of_a_send_carry_the_gateway_and_the_outcome_and_never_the_number_the_user_or_the_text()
    {
        var tags = new ConcurrentQueue<(string Instrument, string Key, string Value)>();
        using var meters = Listen(tags);

        // Every way a send can end: accepted, refused, retried, timed out, thrown, passed over.
        await using var sms = SmsHost.Create(
            o =>
            {
                o.Sms.Delivery.Timeout = TimeSpan.FromSeconds(1);
                o.Sms.Limits = new SmsLimitOptions
                {
                    PerPrefixPerHour = 0,
                    JudgedSends = 0,
                    NeighboursPerHour = 0,
                };
            },
            b => b.Services.Configure<TelemetryOptions>(o => o.MeteringEnrichers.Add(new TalkativeEnricher()))
        );
        var results = new Queue<Func<CancellationToken, Task<SmsResult>>>([
            _ => Task.FromResult(SmsResult.Accepted("id-4711")),
            _ => Task.FromResult(SmsResult.Rejected(SmsFailure.Recipient, "code-4711")),
            _ => Task.FromResult(SmsResult.Rejected(SmsFailure.Unreachable)),
            _ => throw new InvalidOperationException(SmsHost.Number),
        ]);
        sms.First.Answer = (message, token) =>
            results.TryDequeue(out var result) ? result(token) : throw new IOException(message.Body);
        for (var i = 0; i < 12; i++)
            await sms.BeginAsync($"user-{i}", $"090-1{i:000}-5678");

        sms.Second.Answer = (_, _) => new TaskCompletionSource<SmsResult>().Task;
        await sms.BeginAsync("user-12", "090-1012-5678");

        Assert.Contains(("resilience.polly.pipeline.duration", "pipeline.instance", "first"), tags);
        Assert.Contains(("resilience.polly.pipeline.duration", "status", "accepted"), tags);
        Assert.Contains(("resilience.polly.strategy.attempt.duration", "failure", "unreachable"), tags);
        Assert.Contains(("resilience.polly.strategy.events", "event.name", "OnCircuitOpened"), tags);
        Assert.Contains(("resilience.polly.pipeline.duration", "status", "passed_over"), tags);
        Assert.All(
            tags,
            t =>
                Assert.True(s_allowed.TryGetValue(t.Key, out var form) && IsOfForm(t.Value, form), $"{t.Key}={t.Value}")
        );
        foreach (var group in tags.GroupBy(t => (t.Instrument, t.Key)))
            Assert.InRange(group.Select(t => t.Value).Distinct(StringComparer.Ordinal).Count(), 1, 25);
    }

    [Fact]
    public async Task Polly_itself_logs_nothing()
    {
        await using var sms = SmsHost.Create();
        sms.First.Result = () => SmsResult.Rejected(SmsFailure.Unreachable);
        await sms.BeginAsync();
        Assert.Equal((3, 1), (sms.First.Count, sms.Second.Count));
        Assert.DoesNotContain(sms.Host.Logs.Lines, l => l.Contains("Resilience", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(sms.Host.Logs.Lines, l => l.Contains("Execution attempt", StringComparison.Ordinal));
    }

    private static bool IsOfForm(string value, string form) =>
        Regex.IsMatch(value, form, RegexOptions.None, TimeSpan.FromSeconds(1));

    private static MeterListener Listen(ConcurrentQueue<(string Instrument, string Key, string Value)> into)
    {
        var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Polly")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        meters.Start();
        return meters;

        void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
                into.Enqueue((instrument.Name, tag.Key, $"{tag.Value}"));
        }
    }

    /// <summary>A host's own, which would tell everything if it were asked.</summary>
    private sealed class TalkativeEnricher : MeteringEnricher
    {
        public override void Enrich<TResult, TArgs>(in EnrichmentContext<TResult, TArgs> context) =>
            context.Tags.Add(new("result", context.TelemetryEvent.Outcome is { } outcome ? outcome.Result : null));
    }
}
