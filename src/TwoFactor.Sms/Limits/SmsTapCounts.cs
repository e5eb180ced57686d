using System.Globalization;

namespace TwoFactor.Sms;

/// <summary>
/// The messages sent to a region or prefix, and the codes that came back. Each closing begins a new count, so that a
/// tap that opens again is judged by what comes after.
/// </summary>
internal sealed class SmsTapCounts(string name, long closings)
{
    public QuotaPermit Sent { get; } =
        new(string.Create(CultureInfo.InvariantCulture, $"{name}:sent:{closings}"), SmsLimitRules.Hour, long.MaxValue);

    public QuotaPermit Arrived { get; } =
        new(
            string.Create(CultureInfo.InvariantCulture, $"{name}:arrived:{closings}"),
            SmsLimitRules.Hour,
            long.MaxValue
        );

    /// <summary>
    /// The messages whose codes have expired by now, and the codes entered. A younger message may still be answered.
    /// </summary>
    public IReadOnlyList<QuotaCount> Of(TimeSpan lifetime) =>
        [new(Sent.Bucket, Sent.Window, lifetime), new(Arrived.Bucket, Arrived.Window)];

    /// <summary>Whether the conversion rate is too low.</summary>
    public static bool ArePumped(long sent, long arrived, SmsLimitOptions limits) =>
        limits.JudgedSends > 0 && sent >= limits.JudgedSends && arrived < limits.LeastShare * sent;
}
