namespace TwoFactor.Sms;

/// <summary>Why a text is not a phone number.</summary>
public enum PhoneNumberProblem
{
    /// <summary>No problem: it is a phone number.</summary>
    None = 0,

    /// <summary>It is empty, or has characters that no phone number has.</summary>
    NotANumber = 1,

    /// <summary>It is in national form, and the region is missing or unknown.</summary>
    UnknownRegion = 2,

    /// <summary>No region has that calling code.</summary>
    UnknownCallingCode = 3,

    /// <summary>It has too few digits.</summary>
    TooShort = 4,

    /// <summary>It has too many digits.</summary>
    TooLong = 5,

    /// <summary>The numbering plan of its region has no such number.</summary>
    NotInUse = 6,
}
