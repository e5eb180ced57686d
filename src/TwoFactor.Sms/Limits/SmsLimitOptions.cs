namespace TwoFactor.Sms;

/// <summary>
/// How many messages may be sent, to whom: the defence against toll fraud, in which somebody earns on every message to
/// numbers of theirs. All limits are on by default, count within sliding windows, and are reserved before a message is
/// sent. 0 turns a limit off.
/// </summary>
public sealed class SmsLimitOptions
{
    /// <summary>
    /// To one number within an hour. Default: 5. A number that was never confirmed is limited over all users who typed
    /// it, a confirmed one by its owner's own messages, so that nobody else can use them up.
    /// </summary>
    public int PerNumberPerHour { get; set; } = 5;

    /// <summary>To one number within a day, counted in the same way. Default: 10.</summary>
    public int PerNumberPerDay { get; set; } = 10;

    /// <summary>For one user within an hour, whatever the number. Default: 10.</summary>
    public int PerUserPerHour { get; set; } = 10;

    /// <summary>
    /// From one client address within an hour; of IPv6 the network of 64 bits counts. Default: 10. Raise it where many
    /// users share an address, e.g. an office.
    /// </summary>
    public int PerAddressPerHour { get; set; } = 10;

    /// <summary>
    /// To numbers that differ in their last four digits alone, within an hour; confirmed and unconfirmed ones apart.
    /// Default: 10. A confirmed number from which all codes of the day came back, but for one, is not refused by it.
    /// </summary>
    public int PerPrefixPerHour { get; set; } = 10;

    /// <summary>
    /// To numbers that differ in their last four digits alone and were not confirmed yet, within a day. Default: 10.
    /// </summary>
    public int UnconfirmedPerPrefixPerDay { get; set; } = 10;

    /// <summary>
    /// To numbers of one calling code that were not confirmed yet, within a day. Default: 50. Raise it with the
    /// enrolments that you expect.
    /// </summary>
    public int UnconfirmedPerCallingCodePerDay { get; set; } = 50;

    /// <summary>In all, within a day. Default: 10,000: what a bad day may cost at most.</summary>
    public int PerDay { get; set; } = 10_000;

    /// <summary>
    /// How many numbers that lie at most five from an unconfirmed one may have been sent to within the hour, without a
    /// code coming back; with that many, it is taken for a walk through a block of numbers, and the prefix is closed
    /// for unconfirmed numbers. Default: 3, which leaves room for a mistyped digit or two.
    /// </summary>
    public int NeighboursPerHour { get; set; } = 3;

    /// <summary>
    /// The sends within an hour before the share of codes that came back is judged, for each region and prefix,
    /// confirmed and unconfirmed numbers apart. Default: 20; 0 never judges, and never alerts.
    /// </summary>
    public int JudgedSends { get; set; } = 20;

    /// <summary>
    /// The least share of codes that must come back, 0 to 1. Default: 0.2. Below it the prefix is closed, and the region
    /// for unconfirmed numbers. What is sent to confirmed numbers never closes a region; an alert is logged instead.
    /// </summary>
    public double LeastShare { get; set; } = 0.2;

    /// <summary>
    /// How long a region or prefix stays closed, and the least time between two alerts of a region. Then it is open again
    /// and judged anew. Default: 30 minutes; 1 minute to 1 day.
    /// </summary>
    public TimeSpan ClosedFor { get; set; } = TimeSpan.FromMinutes(30);

    internal IEnumerable<string> Problems()
    {
        (string Name, int Value)[] counts =
        [
            (nameof(PerNumberPerHour), PerNumberPerHour),
            (nameof(PerNumberPerDay), PerNumberPerDay),
            (nameof(PerUserPerHour), PerUserPerHour),
            (nameof(PerAddressPerHour), PerAddressPerHour),
            (nameof(PerPrefixPerHour), PerPrefixPerHour),
            (nameof(UnconfirmedPerPrefixPerDay), UnconfirmedPerPrefixPerDay),
            (nameof(UnconfirmedPerCallingCodePerDay), UnconfirmedPerCallingCodePerDay),
            (nameof(PerDay), PerDay),
            (nameof(NeighboursPerHour), NeighboursPerHour),
            (nameof(JudgedSends), JudgedSends),
        ];
        foreach (var (name, value) in counts)
        {
            if (value < 0)
                yield return $"TwoFactor:Sms:Limits:{name} is {value}. Set it to a number of messages, or to 0 to turn the "
                    + "limit off.";
        }

        if (LeastShare is not (>= 0 and <= 1))
            yield return $"TwoFactor:Sms:Limits:LeastShare is {LeastShare}. Set it to 0 to 1.";

        if (ClosedFor < TimeSpan.FromMinutes(1) || ClosedFor > TimeSpan.FromDays(1))
            yield return $"TwoFactor:Sms:Limits:ClosedFor is {ClosedFor}. Set it to 1 minute to 1 day.";
    }
}
