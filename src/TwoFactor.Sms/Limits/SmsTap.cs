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

    /// <summary>Counts the closings of a year: the generation that everything else is counted in.</summary>
    public static QuotaCount Closings(string name) => new($"{name}:closings", s_remembered);

    /// <summary>Asks whether it is open.</summary>
    public QuotaPermit Look(SmsLimitOptions limits) => Closed(limits) with { Cost = 0 };

    /// <summary>Closes it, once: of several that would, one does.</summary>
    public IReadOnlyList<QuotaPermit> Close(SmsLimitOptions limits) =>
        [Closed(limits), new QuotaPermit($"{name}:closings", s_remembered, long.MaxValue)];

    /// <summary>The sends that have had the time to be answered, and the answers.</summary>
    public IReadOnlyList<QuotaCount> Counts(TimeSpan lifetime) =>
        [new(Sent.Bucket, Sent.Window, lifetime), new(Arrived.Bucket, Arrived.Window)];

    /// <summary>Whether too few codes came back.</summary>
    public static bool IsPumped(long sent, long arrived, SmsLimitOptions limits) =>
        limits.JudgedSends > 0 && sent >= limits.JudgedSends && arrived < limits.LeastShare * sent;

    private QuotaPermit Closed(SmsLimitOptions limits) =>
        new($"{name}:closed", QuotaWindow.CountingAtMost(limits.ClosedFor), 1);
}
