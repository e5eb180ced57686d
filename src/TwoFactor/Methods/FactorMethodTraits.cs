using System.Collections.ObjectModel;

namespace TwoFactor.Methods;

/// <summary>The properties of a method that the engine acts on.</summary>
public sealed class FactorMethodTraits
{
    /// <summary>
    /// Whether the method only backs up other factors, as recovery codes do. A user who has only backups has no second
    /// factor. Users cannot enrol a backup by themselves, and backups are removed with the last other factor.
    /// </summary>
    public bool IsBackup { get; internal init; }

    /// <summary>
    /// Whether the method is a restricted authenticator (NIST SP 800-63B-4 §3.2.9), i.e. one with known risks, since
    /// others can get at its codes too easily. Default: false.
    /// </summary>
    public bool IsRestricted { get; init; }

    /// <summary>
    /// Whether the method resists phishing (NIST SP 800-63B-4 §3.2.5): its answer is bound to the site that asks, so a
    /// false site gets nothing that the true one accepts. Codes that people type never are. Default: false.
    /// </summary>
    public bool IsPhishingResistant { get; init; }

    /// <summary>
    /// The notice that users must see when they enrol a restricted authenticator, in English: its risks, and that
    /// alternatives exist (NIST SP 800-63B-4 §3.2.9). Null unless <see cref="IsRestricted"/>.
    /// </summary>
    public string? Notice { get; init; }

    /// <summary>
    /// <see cref="Notice"/> in other languages, by their BCP 47 tags, e.g. <c>de</c> or <c>zh-Hans</c>. Default: none,
    /// and all users see the English one.
    /// </summary>
    public IReadOnlyDictionary<string, string> NoticeTranslations { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    /// <summary>
    /// The <c>amr</c> values (RFC 8176) that a verification with this method earns. Default: <c>otp</c>.
    /// </summary>
    public IReadOnlyList<string> AuthenticationMethods { get; init; } = ["otp"];

    internal string? NoticeIn(string? language) =>
        MessageLanguages.Find([.. NoticeTranslations.Keys], language) is { } found ? NoticeTranslations[found] : Notice;
}
