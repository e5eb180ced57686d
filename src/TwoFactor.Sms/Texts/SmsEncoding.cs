namespace TwoFactor.Sms;

/// <summary>The encoding of a message on the network.</summary>
public enum SmsEncoding
{
    /// <summary>
    /// The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038 §6.2.1): 160 units in one segment.
    /// </summary>
    Gsm7 = 0,

    /// <summary>16-bit units, used if any character is outside the 7-bit alphabet: 70 units in one segment.</summary>
    Ucs2 = 1,
}
