namespace TwoFactor.Sms;

/// <summary>Why a message was not sent, as named in events and metrics.</summary>
public static class SmsRefusals
{
    /// <summary>The region of the number is not, or no longer, allowed.</summary>
    public const string Region = "region";

    /// <summary>
    /// The region is closed for a while to numbers that were not confirmed yet, because too few codes came back from
    /// such ones. Confirmed numbers are never refused with it.
    /// </summary>
    public const string RegionClosed = "region_closed";

    /// <summary>
    /// The prefix is closed for a while, because its conversion rate was too low or because of a walk through its
    /// numbers.
    /// </summary>
    public const string PrefixClosed = "prefix_closed";

    /// <summary>Somebody walks through a block of numbers. The prefix was closed just now.</summary>
    public const string Sequence = "sequence";

    /// <summary>The cool-down of the number: a message was sent to it a moment ago.</summary>
    public const string CoolDown = "cool_down";

    /// <summary>The limit of the number, per hour or per day.</summary>
    public const string Number = "number";

    /// <summary>The limit of the user.</summary>
    public const string User = "user";

    /// <summary>The limit of the client address.</summary>
    public const string Address = "address";

    /// <summary>The limit of the prefix.</summary>
    public const string Prefix = "prefix";

    /// <summary>The limit of unconfirmed numbers, per prefix or calling code.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>The limit of all messages per day.</summary>
    public const string Day = "day";
}
