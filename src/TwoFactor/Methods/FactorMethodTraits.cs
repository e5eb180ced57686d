namespace TwoFactor.Methods;

/// <summary>What the engine must know of a kind of factor without knowing the kind.</summary>
public sealed class FactorMethodTraits
{
    /// <summary>
    /// Whether the method only backs up another factor, as recovery codes do. A user with backups alone has no second
    /// factor, users cannot enrol one by themselves, and backups go when the last other factor is removed.
    /// </summary>
    public bool IsBackup { get; internal init; }

    /// <summary>
    /// Whether the method is a restricted authenticator (NIST SP 800-63B-4 §3.2.9), as one is whose codes others can
    /// come by too easily. Default: false.
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
