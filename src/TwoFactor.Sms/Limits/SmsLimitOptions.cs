namespace TwoFactor.Sms;

/// <summary>
/// How many messages may be sent. The limits defend against SMS toll fraud: attackers request messages to numbers that
/// earn them money. All limits are on by default and use sliding windows. A message is reserved in all of them before
/// it is sent. 0 turns a limit off.
/// </summary>
public sealed class SmsLimitOptions
{
    /// <summary>
    /// Messages to one number per hour. Default: 5. An unconfirmed number is limited over all users who entered it. A
    /// confirmed number is limited by its owner's own messages, so other users cannot use up the limit.
    /// </summary>
    public int PerNumberPerHour { get; set; } = 5;

    /// <summary>Messages to one number per day, counted in the same way. Default: 10.</summary>
    public int PerNumberPerDay { get; set; } = 10;

    /// <summary>Messages for one user per hour, to all numbers together. Default: 10.</summary>
    public int PerUserPerHour { get; set; } = 10;

    /// <summary>
    /// Messages per client address and hour; an IPv6 address counts as its /64 network. Default: 10. Raise it if many
    /// users share an address, e.g. in an office.
    /// </summary>
    public int PerAddressPerHour { get; set; } = 10;

    /// <summary>
    /// To numbers that differ in their last four digits alone, within an hour; confirmed and unconfirmed ones apart.
    /// Default: 10. A confirmed number from which all codes of the day came back, but for one, is not refused by it.
    /// </summary>
    public int PerPrefixPerHour { get; set; } = 10;

    /// <summary>
    /// Messages per day to unconfirmed numbers that differ only in their last four digits. Default: 10.
    /// </summary>
    public int UnconfirmedPerPrefixPerDay { get; set; } = 10;

    /// <summary>
    /// Messages per day to unconfirmed numbers of one calling code. Default: 50. Raise it to the number of enrolments
    /// that you expect.
    /// </summary>
    public int UnconfirmedPerCallingCodePerDay { get; set; } = 50;

    /// <summary>All messages per day. Default: 10,000. This caps what an attack can cost in a day.</summary>
    public int PerDay { get; set; } = 10_000;

    /// <summary>
    /// Detects an attacker who walks through a block of numbers. If messages went within an hour to this many numbers
    /// at most five away from an unconfirmed number, and none of their codes was entered, the prefix is closed for
    /// unconfirmed numbers. Default: 3, which allows for a mistyped digit or two.
    /// </summary>
    public int NeighboursPerHour { get; set; } = 3;

    /// <summary>
    /// The sends within an hour before the share of codes that came back is judged, for each region and prefix,
    /// confirmed and unconfirmed numbers apart. Default: 20; 0 never judges, and never alerts.
    /// </summary>
    public int JudgedSends { get; set; } = 20;

    /// <summary>
    /// The least share of codes that must come back, 0 to 1. Default: 0.2. Below it the prefix is closed, and the
    /// region for unconfirmed numbers. What is sent to confirmed numbers never closes a region; an alert is logged
    /// instead.
    /// </summary>
    public double LeastShare { get; set; } = 0.2;

    /// <summary>
    /// How long a region or prefix stays closed, and the least time between two alerts of a region. Then it is open
    /// again and judged anew. Default: 30 minutes; 1 minute to 1 day.
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
                yield return $"TwoFactor:Sms:Limits:{name} is {value}. Set it to a number of messages, or "
                    + "to 0 to turn the limit off.";
        }

        if (LeastShare is not (>= 0 and <= 1))
            yield return $"TwoFactor:Sms:Limits:LeastShare is {LeastShare}. Set it to 0 to 1.";

        if (ClosedFor < TimeSpan.FromMinutes(1) || ClosedFor > TimeSpan.FromDays(1))
            yield return $"TwoFactor:Sms:Limits:ClosedFor is {ClosedFor}. Set it to 1 minute to 1 day.";
    }
}
