namespace TwoFactor.Sms.Twilio;

/// <summary>How Twilio Verify brings a code to a phone.</summary>
public enum TwilioVerifyChannel
{
    /// <summary>A text message.</summary>
    Sms = 0,

    /// <summary>A telephone call in which a voice reads the code, for who cannot receive or read texts.</summary>
    Call = 1,

    /// <summary>A WhatsApp message. The Verify service needs a sender for it.</summary>
    WhatsApp = 2,
}
