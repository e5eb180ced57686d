namespace TwoFactor.Sms;

/// <summary>The method's name and traits.</summary>
public static class SmsFactor
{
    /// <summary>
    /// The method's name in records, events and answers: an out-of-band authenticator (NIST SP 800-63B-4 §3.1.3).
    /// </summary>
    public const string Method = "sms";

    /// <summary>
    /// The traits of codes by SMS, whoever makes and sends them: a restricted authenticator, with the required notice
    /// to the user (NIST SP 800-63B-4 §3.2.9).
    /// </summary>
    public static FactorMethodTraits Traits { get; } =
        new()
        {
            AuthenticationMethods = ["sms"],
            IsRestricted = true,
            Notice = SmsNotice.English,
            NoticeTranslations = SmsNotice.Translations,
        };
}
