namespace TwoFactor.Email;

/// <summary>Why a message was not sent, as events and metrics name it.</summary>
public static class EmailRefusals
{
    /// <summary>The cool-down: the mailbox got a message a moment ago.</summary>
    public const string CoolDown = "cool_down";

    /// <summary>
    /// <see cref="EmailLimitOptions.PerMailboxPerHour"/> or <see cref="EmailLimitOptions.PerMailboxPerDay"/> is used
    /// up.
    /// </summary>
    public const string Mailbox = "mailbox";

    /// <summary><see cref="EmailLimitOptions.PerUserPerHour"/> is used up.</summary>
    public const string User = "user";

    /// <summary><see cref="EmailLimitOptions.PerNetworkPerHour"/> is used up.</summary>
    public const string Network = "network";

    /// <summary><see cref="EmailLimitOptions.UnconfirmedPerDomainPerHour"/> is used up.</summary>
    public const string Domain = "domain";

    /// <summary><see cref="EmailLimitOptions.UnconfirmedPerDay"/> is used up.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary><see cref="EmailLimitOptions.PerDay"/> is used up.</summary>
    public const string Day = "day";
}
