using System.Globalization;

namespace TwoFactor.Sms;

/// <summary>
/// What is counted of one region or prefix: the messages sent, the codes that came back, and whether it is closed. Each
/// closing begins a new count, so that a tap that opens again is judged by what comes after. The tap of a region's
/// confirmed numbers is never looked at: its closing is an alert and no more.
/// </summary>
internal sealed class SmsTap(string name, long closings)
{
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(365);

    public QuotaPermit Sent { get; } =
        new(string.Create(CultureInfo.InvariantCulture, $"{name}:sent:{closings}"), SmsLimitRules.Hour, long.MaxValue);

    public QuotaPermit Arrived { get; } =
        new(
            string.Create(CultureInfo.InvariantCulture, $"{name}:arrived:{closings}"),
            SmsLimitRules.Hour,
            long.MaxValue
        );

    /// <summary>The number of closings within a year. It is the generation that the other counts belong to.</summary>
    public static QuotaCount Closings(string name) => new($"{name}:closings", s_remembered);

    /// <summary>Checks whether it is open, without counting.</summary>
    public QuotaPermit Look(SmsLimitOptions limits) => Closed(limits) with { Cost = 0 };

    /// <summary>Closes it. When several requests try at once, one of them does it.</summary>
    public IReadOnlyList<QuotaPermit> Close(SmsLimitOptions limits) =>
        [Closed(limits), new QuotaPermit($"{name}:closings", s_remembered, long.MaxValue)];

    /// <summary>
    /// The messages whose codes have expired by now, and the codes entered. A younger message may still be answered.
    /// </summary>
    public IReadOnlyList<QuotaCount> Counts(TimeSpan lifetime) =>
        [new(Sent.Bucket, Sent.Window, lifetime), new(Arrived.Bucket, Arrived.Window)];

    /// <summary>Whether the conversion rate is too low.</summary>
    public static bool IsPumped(long sent, long arrived, SmsLimitOptions limits) =>
        limits.JudgedSends > 0 && sent >= limits.JudgedSends && arrived < limits.LeastShare * sent;

    private QuotaPermit Closed(SmsLimitOptions limits) =>
        new($"{name}:closed", QuotaWindow.CountingAtMost(limits.ClosedFor), 1);
}
