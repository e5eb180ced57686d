namespace TwoFactor.Email;

/// <summary>The name of the method and what the engine must know of it.</summary>
public static class EmailFactor
{
    /// <summary>The method's name, as it stands in records, events and answers.</summary>
    public const string Method = "email";

    /// <summary>
    /// The traits of codes by e-mail. They count as a restricted authenticator at most. E-mail is no out-of-band
    /// authenticator, because a mailbox does not prove possession of a certain device (NIST SP 800-63B-4 §3.1.3.1).
    /// </summary>
    public static FactorMethodTraits Traits { get; } =
        new()
        {
            IsRestricted = true,
            Notice = EmailNotice.English,
            NoticeTranslations = EmailNotice.Translations,
        };
}
