namespace TwoFactor.Sms;

/// <summary>The type of line, as far as the numbering plan of the region tells.</summary>
public enum PhoneNumberType
{
    /// <summary>A mobile phone.</summary>
    Mobile = 0,

    /// <summary>A fixed line.</summary>
    FixedLine = 1,

    /// <summary>
    /// Mobile or fixed line. Some numbering plans, e.g. that of the United States, do not distinguish them.
    /// </summary>
    FixedLineOrMobile = 2,

    /// <summary>Free of charge for the caller.</summary>
    TollFree = 3,

    /// <summary>Premium rate: the called party earns from the call.</summary>
    PremiumRate = 4,

    /// <summary>Shared cost: caller and called party each pay a part.</summary>
    SharedCost = 5,

    /// <summary>A pager.</summary>
    Pager = 6,

    /// <summary>Internet telephony, a personal or company number, or voicemail.</summary>
    Other = 7,
}
