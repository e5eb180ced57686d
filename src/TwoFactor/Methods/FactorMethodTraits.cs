namespace TwoFactor;

/// <summary>What the engine must know of a kind of factor without knowing the kind.</summary>
public sealed class FactorMethodTraits
{
    /// <summary>
    /// The traits of codes by SMS, whoever makes and sends them: a restricted authenticator, with the notice that it
    /// needs (NIST SP 800-63B-4 §3.2.9).
    /// </summary>
    public static FactorMethodTraits Sms { get; } =
        new()
        {
            AuthenticationMethods = ["sms"],
            IsRestricted = true,
            Notice =
                "Codes by SMS are less secure than an authenticator app: a phone number can be moved to "
                + "another SIM card without you, and messages can be read on their way or on a locked screen. "
                + "Use an authenticator app if you can. If you lose the number, remove it here at once.",
        };

    /// <summary>
    /// Whether the method only backs up another factor, as recovery codes do. A user with backups alone has no second
    /// factor, users cannot enrol one by themselves, and backups go when the last other factor is removed.
    /// </summary>
    internal bool IsBackup { get; init; }

    /// <summary>
    /// Whether the method is a restricted authenticator (NIST SP 800-63B-4 §3.2.9), as SMS is. Default: false.
    /// </summary>
    public bool IsRestricted { get; init; }

    /// <summary>
    /// What users must be told of a restricted authenticator when they enrol it, in English: its risks, and that others
    /// are to be had (NIST SP 800-63B-4 §3.2.9). Null unless <see cref="IsRestricted"/>.
    /// </summary>
    public string? Notice { get; init; }

    /// <summary>
    /// The <c>amr</c> values (RFC 8176) that a verification with this method earns. Default: <c>otp</c>.
    /// </summary>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = ["otp"];
}
