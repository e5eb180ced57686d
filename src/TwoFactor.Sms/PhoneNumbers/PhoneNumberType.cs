namespace TwoFactor.Sms;

/// <summary>What a number is for, as far as the numbering plan of its region tells.</summary>
public enum PhoneNumberType
{
    /// <summary>A mobile phone.</summary>
    Mobile = 0,

    /// <summary>A fixed line.</summary>
    FixedLine = 1,

    /// <summary>
    /// A mobile phone or a fixed line: the plan of the region, e.g. of the United States, does not tell them apart.
    /// </summary>
    FixedLineOrMobile = 2,

    /// <summary>Free for the caller.</summary>
    TollFree = 3,

    /// <summary>Paid to whoever is called.</summary>
    PremiumRate = 4,

    /// <summary>Paid in part by whoever is called.</summary>
    SharedCost = 5,

    /// <summary>A pager.</summary>
    Pager = 6,

    /// <summary>Internet telephony, a personal or company number, a mailbox.</summary>
    Other = 7,
}
