namespace TwoFactor.Sms;

/// <summary>Why a message was not sent, as events and metrics name it.</summary>
public static class SmsRefusals
{
    /// <summary>The region of the number is not among the allowed ones any more.</summary>
    public const string Region = "region";

    /// <summary>
    /// The region is closed for a while to numbers that were not confirmed yet, because too few codes came back from such
    /// ones. Confirmed numbers are never refused with it.
    /// </summary>
    public const string RegionClosed = "region_closed";

    /// <summary>
    /// The prefix is closed for a while, because too few codes came back from it, or somebody walked through it.
    /// </summary>
    public const string PrefixClosed = "prefix_closed";

    /// <summary>Somebody walks through a block of numbers; the prefix has been closed.</summary>
    public const string Sequence = "sequence";

    /// <summary>The number was sent to a moment ago.</summary>
    public const string CoolDown = "cool_down";

    /// <summary>The cap of the number.</summary>
    public const string Number = "number";

    /// <summary>The cap of the user.</summary>
    public const string User = "user";

    /// <summary>The cap of the client address.</summary>
    public const string Address = "address";

    /// <summary>The cap of the prefix.</summary>
    public const string Prefix = "prefix";

    /// <summary>The cap of unconfirmed numbers.</summary>
    public const string Unconfirmed = "unconfirmed";

    /// <summary>The cap of the day.</summary>
    public const string Day = "day";
}
