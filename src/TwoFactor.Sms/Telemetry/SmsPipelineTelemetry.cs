using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Polly.CircuitBreaker;
using Polly.Telemetry;

namespace TwoFactor.Sms;

/// <summary>
/// What the gateways' pipelines report on the meter <c>Polly</c>: Polly's own tags, with the gateway as the instance,
/// and the status and failure of <c>twofactor.sms.sends</c>. It does not use the host's <see cref="TelemetryOptions"/>,
/// because an enricher there could turn a message into a tag. Polly logs nothing; <see cref="SmsLog"/> does.
/// </summary>
internal sealed class SmsPipelineTelemetry : MeteringEnricher
{
    public const string PipelineName = "twofactor-sms";

    public static TelemetryOptions CreateOptions() =>
        new() { LoggerFactory = NullLoggerFactory.Instance, MeteringEnrichers = { new SmsPipelineTelemetry() } };

    public override void Enrich<TResult, TArgs>(in EnrichmentContext<TResult, TArgs> context)
    {
        if (context.TelemetryEvent.Outcome is not { } outcome)
            return;

        var (status, failure) = (outcome.Result, outcome.Exception) switch
        {
            (SmsResult result, _) => (SmsTelemetry.CodeOf(result.Status), result.Failure.ToCode()),
            (_, BrokenCircuitException) => ("passed_over", "none"),
            _ => ("ambiguous", "none"),
        };
        context.Tags.Add(new("status", status));
        context.Tags.Add(new("failure", failure));
    }
}
