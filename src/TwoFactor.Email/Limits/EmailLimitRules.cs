namespace TwoFactor.Email;

/// <summary>
/// Which permits one message needs. A pure function of the address, the purpose, the settings and the names of the
/// buckets.
/// </summary>
internal static class EmailLimitRules
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    /// <summary>The permits in the order in which refusals are told, each with the name of its refusal.</summary>
    public static List<(QuotaPermit Permit, string Refusal)> PermitsFor(
        EmailAddress address,
        FactorSend send,
        BucketNames names,
        EmailLimitOptions limits,
        ChallengeOptions challenges
    )
    {
        var mailbox = address.Mailbox;
        var permits = new List<(QuotaPermit, string)>(12);

        // Somebody who types another person's address must not use up the messages that its owner needs to sign in.
        var own = $"{mailbox}\n{send.UserId}";
        Add(permits, limits.PerMailboxPerHour, names.Of("mailbox.hour", own), s_hour, EmailRefusals.Mailbox);
        Add(permits, limits.PerMailboxPerDay, names.Of("mailbox.day", own), s_day, EmailRefusals.Mailbox);
        if (send.Purpose == ChallengePurpose.Enrollment)
            AddUnconfirmed(permits, address, names, limits, challenges);

        Add(permits, limits.PerUserPerHour, names.Of("user.hour", send.UserId), s_hour, EmailRefusals.User);
        if (send.Origin?.Network is { } network)
            Add(permits, limits.PerNetworkPerHour, names.Of("network.hour", network), s_hour, EmailRefusals.Network);

        Add(permits, limits.PerDay, names.Of("day"), s_day, EmailRefusals.Day);
        return permits;
    }

    private static void AddUnconfirmed(
        List<(QuotaPermit Permit, string Refusal)> permits,
        EmailAddress address,
        BucketNames names,
        EmailLimitOptions limits,
        ChallengeOptions challenges
    )
    {
        var mailbox = address.Mailbox;
        var wait = QuotaWindow.CountingAtMost(challenges.WaitAfter(1));
        permits.Add((new QuotaPermit(names.Of("unconfirmed.wait", mailbox), wait, 1), EmailRefusals.CoolDown));
        Add(
            permits,
            limits.PerMailboxPerHour,
            names.Of("unconfirmed.mailbox.hour", mailbox),
            s_hour,
            EmailRefusals.Mailbox
        );
        Add(
            permits,
            limits.PerMailboxPerDay,
            names.Of("unconfirmed.mailbox.day", mailbox),
            s_day,
            EmailRefusals.Mailbox
        );
        Add(
            permits,
            limits.UnconfirmedPerDomainPerHour,
            names.Of("unconfirmed.domain.hour", address.Domain),
            s_hour,
            EmailRefusals.Domain
        );
        Add(permits, limits.UnconfirmedPerDay, names.Of("unconfirmed.day"), s_day, EmailRefusals.Unconfirmed);
    }

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
}
