namespace TwoFactor.Sms;

/// <summary>How a message is encoded on its way.</summary>
public enum SmsEncoding
{
    /// <summary>
    /// The 7-bit default alphabet with its extension (3GPP TS 23.038 §6.2.1): 160 units in one segment.
    /// </summary>
    Gsm7 = 0,

    /// <summary>
    /// 16-bit units, as soon as one character is not in the default alphabet: 70 units in one segment.
    /// </summary>
    Ucs2 = 1,
}
