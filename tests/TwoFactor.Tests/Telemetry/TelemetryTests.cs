using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TwoFactor.Tests;

[Trait("Req", "R92")]
public sealed class TelemetryTests
{
    [Fact]
    public async Task No_line_of_the_log_has_a_null_in_it()
    {
        await using var host = Host.Create();
        var user = await host.EnrollAsync();
        await host.VerifyAsync(user, EnrolledUser.Wrong);
        await host.SignIn.EvaluateAsync(new SignInRequest { UserId = "bob" });
        await host.SignIn.EndSessionsAsync("alice");
        await host.Policy.SetAsync(new PolicyChange { Requirement = Requirement.Everyone, Actor = "root" });
        Assert.Contains(host.Logs.Lines, l => l.Contains("policy", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Logs.Lines, l => l.Contains("(null)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Meter_and_source_are_named_TwoFactor_and_tags_have_few_values()
    {
        var tags = new ConcurrentBag<(string Instrument, string Key, string Value)>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "TwoFactor")
                listener.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>(
            (instrument, _, measured, _) =>
            {
                foreach (var tag in measured)
                    tags.Add((instrument.Name, tag.Key, $"{tag.Value}"));
            }
        );
        meters.Start();
        var spans = new ConcurrentBag<Activity>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "TwoFactor",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(activities);

        await using var host = Host.Create();
        for (var i = 0; i < 20; i++)
        {
            var user = await host.EnrollAsync($"user{i}");
            await host.SignIn.EvaluateAsync(new SignInRequest { UserId = user.UserId });
            await host.VerifyAsync(user, user.Code(host));
            await host.VerifyAsync(user, EnrolledUser.Wrong);
        }

        Assert.Contains(("twofactor.verifications", "outcome", "accepted"), tags);
        Assert.Contains(("twofactor.verifications", "method", "totp"), tags);
        Assert.Contains(("twofactor.sign_ins", "decision", "challenge"), tags);
        Assert.Contains(spans, s => s.OperationName == "verify" && s.GetTagItem("twofactor.outcome") is "accepted");

        // Other tests of this process may record as well: low cardinality holds for all of them together.
        foreach (var group in tags.GroupBy(t => (t.Instrument, t.Key)))
            Assert.InRange(group.Select(t => t.Value).Distinct(StringComparer.Ordinal).Count(), 1, 25);

        Assert.DoesNotContain(tags, t => t.Value.StartsWith("user", StringComparison.Ordinal));
        Assert.DoesNotContain(
            spans.SelectMany(s => s.TagObjects),
            t => $"{t.Value}".StartsWith("user", StringComparison.Ordinal)
        );
    }
}
