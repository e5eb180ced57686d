namespace TwoFactor.Email;

/// <summary>
/// How many messages may be sent, to whom, so that nobody floods a mailbox, a domain, or the reputation of your mail
/// server. All limits are on by default, count within sliding windows, and are reserved before a message is sent. 0
/// turns a limit off.
/// </summary>
public sealed class EmailLimitOptions
{
    /// <summary>
    /// Messages to one mailbox within an hour. Case, dots in the name, and what follows a plus sign make no difference.
    /// Default: 5. For a mailbox that was never confirmed, the messages of all users who typed it count. For a
    /// confirmed one, only its owner's count, so that nobody else can use them up.
    /// </summary>
    public int PerMailboxPerHour { get; set; } = 5;

    /// <summary>Messages to one mailbox within a day, counted in the same way. Default: 10.</summary>
    public int PerMailboxPerDay { get; set; } = 10;

    /// <summary>Messages for one user within an hour, to all mailboxes together. Default: 10.</summary>
    public int PerUserPerHour { get; set; } = 10;

    /// <summary>
    /// Messages asked for from one client address within an hour; for IPv6, from one /64 network. Default: 20. Raise it
    /// if many users share an address, e.g. in an office.
    /// </summary>
    public int PerNetworkPerHour { get; set; } = 20;

    /// <summary>
    /// Messages to unconfirmed mailboxes of one domain within an hour. Default: 500. Confirmed mailboxes do not count,
    /// so nobody can use up the limit to stop a domain's users from signing in.
    /// </summary>
    public int UnconfirmedPerDomainPerHour { get; set; } = 500;

    /// <summary>Messages to all unconfirmed mailboxes within a day. Default: 5,000.</summary>
    public int UnconfirmedPerDay { get; set; } = 5_000;

    /// <summary>All messages within a day. Default: 50,000.</summary>
    public int PerDay { get; set; } = 50_000;

    internal IEnumerable<string> Problems()
    {
        (string Name, int Value)[] counts =
        [
            (nameof(PerMailboxPerHour), PerMailboxPerHour),
            (nameof(PerMailboxPerDay), PerMailboxPerDay),
            (nameof(PerUserPerHour), PerUserPerHour),
            (nameof(PerNetworkPerHour), PerNetworkPerHour),
            (nameof(UnconfirmedPerDomainPerHour), UnconfirmedPerDomainPerHour),
            (nameof(UnconfirmedPerDay), UnconfirmedPerDay),
            (nameof(PerDay), PerDay),
        ];
        foreach (var (name, value) in counts)
        {
            if (value < 0)
                yield return $"TwoFactor:Email:Limits:{name} is {value}. Set it to a number of messages, or "
                    + "to 0 to turn the limit off.";
        }
    }
}
