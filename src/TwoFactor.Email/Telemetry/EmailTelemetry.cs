using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TwoFactor.Email;

/// <summary>
/// The instruments and activities that this package adds to the meter and activity source <c>TwoFactor</c>. Tags are
/// gateway, status and class of failure. Each has few values, and none identifies a user.
/// </summary>
internal static class EmailTelemetry
{
    private const string Name = "TwoFactor";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Counter<long> s_sends = s_meter.CreateCounter<long>(
        "twofactor.email.sends",
        "{message}",
        "Messages handed to gateways, by gateway, status and class of failure."
    );
    private static readonly Histogram<double> s_sendDuration = s_meter.CreateHistogram<double>(
        "twofactor.email.send_duration",
        "s",
        "How long gateways take, by gateway and status."
    );

    public static Activity? Start(string operation) => s_source.StartActivity(operation);

    public static void Sent(string gateway, MailResult result, TimeSpan took)
    {
        var status = CodeOf(result.Status);
        s_sends.Add(1, new("gateway", gateway), new("status", status), new("failure", result.Failure.ToCode()));
        s_sendDuration.Record(took.TotalSeconds, new("gateway", gateway), new("status", status));
    }

    private static string CodeOf(FactorDeliveryStatus status) =>
        status switch
        {
            FactorDeliveryStatus.Accepted => "accepted",
            FactorDeliveryStatus.Rejected => "rejected",
            FactorDeliveryStatus.Ambiguous => "ambiguous",
            _ => throw new UnreachableException(),
        };
}
