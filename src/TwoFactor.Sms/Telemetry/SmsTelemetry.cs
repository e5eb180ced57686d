using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TwoFactor.Sms;

/// <summary>
/// The instruments and activities that this package adds to the meter and activity source <c>TwoFactor</c>. Tags are
/// gateway, status, region and reason. Each has few values, and none identifies a user.
/// </summary>
internal static class SmsTelemetry
{
    private const string Name = "TwoFactor";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_tapsClosed = s_meter.CreateCounter<long>(
        "twofactor.sms.closed",
        "{closing}",
        "Regions and prefixes that were closed against toll fraud, by region of the number and reason."
    );
    private static readonly Counter<long> s_unanswered = s_meter.CreateCounter<long>(
        "twofactor.sms.unanswered",
        "{alert}",
        "Alerts that too few codes came back from confirmed numbers, by region of the number."
    );
    private static readonly Counter<long> s_sends = s_meter.CreateCounter<long>(
        "twofactor.sms.sends",
        "{message}",
        "Messages handed to gateways, by gateway, status and class of failure."
    );
    private static readonly Histogram<double> s_sendDuration = s_meter.CreateHistogram<double>(
        "twofactor.sms.send_duration",
        "s",
        "How long gateways take, by gateway and status."
    );
    private static readonly Counter<long> s_receipts = s_meter.CreateCounter<long>(
        "twofactor.sms.receipts",
        "{receipt}",
        "Receipts that changed the state of a message, by gateway, state and class of failure."
    );

    public static Activity? Start(string operation) => s_source.StartActivity(operation);

    public static void TapClosed(string region, string reason) =>
        s_tapsClosed.Add(1, new("region", region), new("reason", reason));

    public static void Unanswered(string region) =>
        s_unanswered.Add(1, new KeyValuePair<string, object?>("region", region));

    public static void Sent(string gateway, FactorDeliveryStatus status, string? failure, TimeSpan took)
    {
        var result = CodeOf(status);
        s_sends.Add(1, new("gateway", gateway), new("status", result), new("failure", failure ?? "none"));
        s_sendDuration.Record(took.TotalSeconds, new("gateway", gateway), new("status", result));
    }

    public static string CodeOf(FactorDeliveryStatus status) =>
        status switch
        {
            FactorDeliveryStatus.Accepted => "accepted",
            FactorDeliveryStatus.Rejected => "rejected",
            FactorDeliveryStatus.Ambiguous => "ambiguous",
            _ => throw new UnreachableException(),
        };

    public static void ReceiptTaken(string gateway, DeliveryState state, string? failure) =>
        s_receipts.Add(
            1,
            new("gateway", gateway),
            new("state", state.ToString().ToLowerInvariant()),
            new("failure", failure ?? "none")
        );
}
