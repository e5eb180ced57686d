namespace TwoFactor.Email;

/// <summary>Why a message was not sent, as events and metrics name it.</summary>
public static class EmailRefusals
{
    /// <summary>The mailbox was sent to a moment ago.</summary>
    public const string CoolDown = "cool_down";

    /// <summary>The cap of the mailbox.</summary>
    public const string Mailbox = "mailbox";

    /// <summary>The cap of the user.</summary>
    public const string User = "user";

    /// <summary>The cap of the client address.</summary>
    public const string Network = "network";

    /// <summary>The cap of unconfirmed mailboxes of one domain.</summary>
    public const string Domain = "domain";

    /// <summary>The cap of unconfirmed mailboxes.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>The cap of the day.</summary>
    public const string Day = "day";
}
