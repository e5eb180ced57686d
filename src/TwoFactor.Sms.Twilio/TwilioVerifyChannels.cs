namespace TwoFactor.Sms.Twilio;

/// <summary>The channels' names, as Twilio and the input of an enrolment have them, and what they are worth.</summary>
internal static class TwilioVerifyChannels
{
    public static string ToCode(this TwilioVerifyChannel channel) =>
        channel switch
        {
            TwilioVerifyChannel.Call => "call",
            TwilioVerifyChannel.WhatsApp => "whatsapp",
            _ => "sms",
        };

    /// <summary>The channel of that name, or null.</summary>
    public static TwilioVerifyChannel? Find(string code) =>
        code switch
        {
            "sms" => TwilioVerifyChannel.Sms,
            "call" => TwilioVerifyChannel.Call,
            "whatsapp" => TwilioVerifyChannel.WhatsApp,
            _ => null,
        };

    /// <summary>
    /// The traits: all are restricted, since a number can be moved to another phone. RFC 8176 has a value for texts and
    /// one for calls; where users may choose, or for WhatsApp, only <c>otp</c> is true.
    /// </summary>
    public static FactorMethodTraits Traits(IList<TwilioVerifyChannel> offered) =>
        offered switch
        {
            [TwilioVerifyChannel.Sms] => SmsFactor.Traits,
            [TwilioVerifyChannel.Call] => Of("tel"),
            _ => Of("otp"),
        };

    private static FactorMethodTraits Of(string authenticationMethod) =>
        new()
        {
            AuthenticationMethods = [authenticationMethod],
            IsRestricted = true,
            Notice = TwilioVerifyNotice.English,
            NoticeTranslations = TwilioVerifyNotice.Translations,
        };
}
