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
            Notice =
                "Codes by SMS are less secure than an authenticator app: a phone number can be moved to "
                + "another SIM card without you, and messages can be read on their way or on a locked screen. "
                + "Use an authenticator app if you can. If you lose the number, remove it here at once.",
        };
}
