namespace TwoFactor.Email;

/// <summary>
/// How many messages may be sent, to whom, so that nobody floods a mailbox, a domain, or the reputation of your mail
/// server. All limits are on by default, count within sliding windows, and are reserved before a message is sent. 0
/// turns a limit off.
/// </summary>
public sealed class EmailLimitOptions
{
    /// <summary>
    /// To one mailbox within an hour; case and what follows a plus sign make no difference. Default: 5. A mailbox that
    /// was never confirmed is limited over all users who typed it, a confirmed one by its owner's own messages, so that
    /// nobody else can use them up.
    /// </summary>
    public int PerMailboxPerHour { get; set; } = 5;

    /// <summary>To one mailbox within a day, counted in the same way. Default: 10.</summary>
    public int PerMailboxPerDay { get; set; } = 10;

    /// <summary>For one user within an hour, whatever the mailbox. Default: 10.</summary>
    public int PerUserPerHour { get; set; } = 10;

    /// <summary>
    /// From one client address within an hour; of IPv6 the network of 64 bits counts. Default: 20. Raise it where many
    /// users share an address, e.g. an office.
    /// </summary>
    public int PerNetworkPerHour { get; set; } = 20;

    /// <summary>
    /// To mailboxes of one domain that were not confirmed yet, within an hour. Default: 500. Confirmed ones are not
    /// counted: nobody can stop a domain's users from signing in.
    /// </summary>
    public int UnconfirmedPerDomainPerHour { get; set; } = 500;

    /// <summary>To mailboxes that were not confirmed yet, in all, within a day. Default: 5,000.</summary>
    public int UnconfirmedPerDay { get; set; } = 5_000;

    /// <summary>In all, within a day. Default: 50,000.</summary>
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
                yield return $"TwoFactor:Email:Limits:{name} is {value}. Set it to a number of messages, or to 0 to turn "
                    + "the limit off.";
        }
    }
}
