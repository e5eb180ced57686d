using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;

namespace TwoFactor.Tests;

/// <summary>What the meter <c>TwoFactor</c> says of mail gateways.</summary>
[Trait("Req", "R92")]
public sealed class EmailTelemetryTests
{
    private static readonly Dictionary<string, string> s_allowed = new(StringComparer.Ordinal)
    {
        ["gateway"] = "^[a-z0-9-]{1,32}$",
        ["status"] = "^(accepted|rejected|ambiguous)$",
        ["failure"] = "^(none|recipient|policy|configuration|request|transient|unreachable)$",
    };

    [Fact]
    public async Task Sends_are_counted_by_gateway_and_outcome_and_name_neither_mailbox_nor_user()
    {
        var measured = new ConcurrentQueue<(string Instrument, string Tags)>();
        var tags = new ConcurrentQueue<KeyValuePair<string, object?>>();
        using var meters = Listen(measured, tags);
        var spans = new ConcurrentQueue<Activity>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TwoFactor",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(activities);

        // No other test names its gateways so.
        var (first, second) = (new FakeMail("counted-first"), new FakeMail("counted-second"));
        await using var mail = new EmailHost(build: b => b.AddGateway(_ => first).AddGateway(_ => second));
        first.Answer = m =>
            m.To[0] switch
            {
                'a' => MailResult.Accepted("id"),
                'b' => MailResult.Rejected(MailFailure.Recipient, "550"),
                'c' => MailResult.Rejected(MailFailure.Transient, "451"),
                _ => throw new IOException(m.Text),
            };
        foreach (var name in (string[])["a", "b", "c", "d"])
            await mail.BeginAsync($"{name}.person@example.com", $"person-{name}");

        Assert.Equal(
            [
                "gateway=counted-first status=accepted failure=none",
                "gateway=counted-first status=rejected failure=recipient",
                "gateway=counted-first status=rejected failure=transient",
                "gateway=counted-second status=accepted failure=none",
                "gateway=counted-first status=ambiguous failure=transient",
                "gateway=counted-second status=accepted failure=none",
            ],
            Of("twofactor.email.sends")
        );
        Assert.Equal(6, Of("twofactor.email.send_duration").Count());
        Assert.Contains(spans, s => s.OperationName == "email_send");
        Assert.All(
            tags,
            t =>
                Assert.True(
                    s_allowed.TryGetValue(t.Key, out var form)
                        && Regex.IsMatch($"{t.Value}", form, RegexOptions.None, TimeSpan.FromSeconds(1)),
                    $"{t.Key}={t.Value}"
                )
        );
        Assert.DoesNotContain(
            spans.SelectMany(s => s.TagObjects),
            t => $"{t.Value}".Contains("person", StringComparison.Ordinal)
        );

        IEnumerable<string> Of(string instrument) =>
            measured
                .Where(m => m.Instrument == instrument && m.Tags.Contains("counted-", StringComparison.Ordinal))
                .Select(m => m.Tags);
    }

    private static MeterListener Listen(
        ConcurrentQueue<(string Instrument, string Tags)> measured,
        ConcurrentQueue<KeyValuePair<string, object?>> seen
    )
    {
        var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name.StartsWith("twofactor.email.", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        meters.Start();
        return meters;

        void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            measured.Enqueue((instrument.Name, string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))));
            foreach (var tag in tags)
                seen.Enqueue(tag);
        }
    }
}
