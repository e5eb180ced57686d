namespace TwoFactor.Sms;

/// <summary>Why a text is no phone number.</summary>
public enum PhoneNumberProblem
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>It is empty, or has characters that no phone number has.</summary>
    NotANumber = 1,

    /// <summary>It is in national form, and there is no such region, or none was named.</summary>
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
