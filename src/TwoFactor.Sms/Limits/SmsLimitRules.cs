using System.Globalization;

namespace TwoFactor.Sms;

/// <summary>
/// Which quota permits one message needs. A pure function of the number, the purpose, the settings and the bucket
/// names.
/// </summary>
internal static class SmsLimitRules
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>
    /// The permits, each with the name of its refusal. The first permit that is exhausted gives the reason. A permit
    /// without a limit only counts.
    /// </summary>
    public static List<(QuotaPermit Permit, string Refusal)> PermitsFor(
        PhoneNumber recipient,
        FactorSend send,
        SmsBuckets buckets,
        SmsLimitOptions limits,
        ChallengeOptions challenges,
        SmsTap regionTap,
        SmsTap prefixTap,
        bool isProven
    )
    {
        var number = recipient.E164;
        var own = $"{number}\n{send.UserId}";
        var prefix = SmsBuckets.PrefixOf(number);
        var permits = new List<(QuotaPermit, string)>(16);
        var isUnconfirmed = IsUnconfirmed(send.Purpose);
        if (isUnconfirmed)
        {
            // Whoever has a few phones of their own must not close a region to those who sign in.
            permits.Add((regionTap.Look(limits), SmsRefusals.RegionClosed));
        }

        if (!isProven)
            permits.Add((prefixTap.Look(limits), SmsRefusals.PrefixClosed));

        if (isUnconfirmed)
        {
            AddCoolDown(permits, buckets, number, challenges);
            permits.Add((Seen(buckets, number), SmsRefusals.Sequence));
        }

        // An attacker who enters somebody else's number must not use up the limit that its owner signs in with. So an
        // unconfirmed number is limited over all users, and a confirmed one by its owner's own messages.
        Add(permits, limits.PerNumberPerHour, buckets.Of("number.hour", own), Hour, SmsRefusals.Number);
        Add(permits, limits.PerNumberPerDay, buckets.Of("number.day", own), s_day, SmsRefusals.Number);
        Add(
            permits,
            isUnconfirmed ? limits.PerNumberPerHour : 0,
            buckets.Of("unconfirmed.number.hour", number),
            Hour,
            SmsRefusals.Number
        );
        Add(
            permits,
            isUnconfirmed ? limits.PerNumberPerDay : 0,
            buckets.Of("unconfirmed.number.day", number),
            s_day,
            SmsRefusals.Number
        );
        Add(permits, limits.PerUserPerHour, buckets.Of("user.hour", send.UserId), Hour, SmsRefusals.User);
        if (send.Origin?.Network is { } network)
            Add(permits, limits.PerAddressPerHour, buckets.Of("address.hour", network), Hour, SmsRefusals.Address);

        // A number that answers for itself counts in its prefix, and is not refused by it.
        var perPrefix = buckets.Of(isUnconfirmed ? "unconfirmed.prefix.hour" : "prefix.hour", prefix);
        if (limits.PerPrefixPerHour > 0)
            permits.Add(
                (
                    new QuotaPermit(perPrefix, Hour, isProven ? long.MaxValue : limits.PerPrefixPerHour),
                    SmsRefusals.Prefix
                )
            );

        if (isUnconfirmed)
        {
            Add(
                permits,
                limits.UnconfirmedPerPrefixPerDay,
                buckets.Of("unconfirmed.prefix.day", prefix),
                s_day,
                SmsRefusals.Unconfirmed
            );
            Add(
                permits,
                limits.UnconfirmedPerCallingCodePerDay,
                buckets.Of(string.Create(CultureInfo.InvariantCulture, $"unconfirmed.day:{recipient.CallingCode}")),
                s_day,
                SmsRefusals.Unconfirmed
            );
        }

        Add(permits, limits.PerDay, buckets.Of("day"), s_day, SmsRefusals.Day);
        return permits;
    }

    /// <summary>Only an enrolment sends to a number that was never confirmed.</summary>
    public static bool IsUnconfirmed(ChallengePurpose purpose) => purpose == ChallengePurpose.Enrollment;

    /// <summary>
    /// Whether a confirmed number answers for itself: at most one code of the day did not come back. What others in its
    /// prefix do is nothing to it, so that nobody keeps their neighbours out.
    /// </summary>
    public static bool IsProven(long sent, long arrived) => sent - arrived <= 1;

    /// <summary>The codes sent to a confirmed number within the day.</summary>
    public static QuotaPermit SentTo(SmsBuckets buckets, string number) =>
        new(buckets.Of("number.sent", number), s_day, long.MaxValue);

    /// <summary>The codes that came back from a confirmed number within the day.</summary>
    public static QuotaPermit ArrivedFrom(SmsBuckets buckets, string number) =>
        new(buckets.Of("number.arrived", number), s_day, long.MaxValue);

    /// <summary>That an unconfirmed number was sent to, for its neighbours.</summary>
    public static QuotaPermit Seen(SmsBuckets buckets, string number) =>
        new(buckets.Of("seen", number), Hour, long.MaxValue);

    /// <summary>
    /// Records that a number was confirmed. It no longer counts as part of a walk through a block, e.g. of one company.
    /// </summary>
    public static QuotaPermit Confirmed(SmsBuckets buckets, string number) =>
        new(buckets.Of("confirmed", number), Hour, long.MaxValue);

    private static void Add(
        List<(QuotaPermit Permit, string Refusal)> permits,
        int limit,
        string bucket,
        TimeSpan window,
        string refusal
    )
    {
        if (limit > 0)
            permits.Add((new QuotaPermit(bucket, window, limit), refusal));
    }

    // The growing cool-down of a user holds for the number too, whoever asks: one message within the first wait, two
    // within the first and second together, and so on.
    private static void AddCoolDown(
        List<(QuotaPermit Permit, string Refusal)> permits,
        SmsBuckets buckets,
        string number,
        ChallengeOptions challenges
    )
    {
        const int Waits = 4;
        var window = TimeSpan.Zero;
        for (var sends = 1; sends <= Waits; sends++)
        {
            window += challenges.WaitAfter(sends);
            var permit = new QuotaPermit(buckets.Of($"wait{sends}", number), QuotaWindow.CountingAtMost(window), sends);
            permits.Add((permit, SmsRefusals.CoolDown));
        }
    }
}
