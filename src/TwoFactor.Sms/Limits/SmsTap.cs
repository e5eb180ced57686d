namespace TwoFactor.Sms;

/// <summary>
/// A region or a prefix, which is closed while too few codes come back from it. The tap of a region's confirmed numbers
/// is never looked at: its closing is an alert and no more.
/// </summary>
internal sealed class SmsTap(string name)
{
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(365);

    /// <summary>The number of closings within a year: the generation that the counts belong to.</summary>
    public QuotaCount Closings => new($"{name}:closings", s_remembered);

    /// <summary>Checks whether it is open, without counting.</summary>
    public QuotaPermit Look(SmsLimitOptions limits) => Closed(limits) with { Cost = 0 };

    /// <summary>Closes it. When several requests try at once, one of them does it.</summary>
    public IReadOnlyList<QuotaPermit> Close(SmsLimitOptions limits) =>
        [Closed(limits), new QuotaPermit(Closings.Bucket, s_remembered, long.MaxValue)];

    /// <summary>What is counted since the last closing.</summary>
    /// <param name="closings">The number of closings.</param>
    public SmsTapCounts Since(long closings) => new(name, closings);

    private QuotaPermit Closed(SmsLimitOptions limits) =>
        new($"{name}:closed", QuotaWindow.CountingAtMost(limits.ClosedFor), 1);
}
