namespace TwoFactor;

/// <summary>A method that users can enrol.</summary>
public sealed class FactorMethodInfo
{
    private readonly FactorMethodTraits _traits;

    internal FactorMethodInfo(IFactorMethod method)
    {
        _traits = method.Traits;
        Name = method.Name;
        IsRestricted = _traits.IsRestricted;
        IsPhishingResistant = _traits.IsPhishingResistant;
        Notice = _traits.Notice;
    }

    /// <summary>The method's name, e.g. <c>totp</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether it is a restricted authenticator (NIST SP 800-63B-4 §3.2.9). Offer other methods first.
    /// </summary>
    public bool IsRestricted { get; }

    /// <summary>
    /// Whether it resists phishing (NIST SP 800-63B-4 §3.2.5). Some users may have to enrol such a method; see
    /// <see cref="SignInEvaluation.MustResistPhishing"/>.
    /// </summary>
    public bool IsPhishingResistant { get; }

    /// <summary>The notice that users must see before they enrol it, in English; null if there is none.</summary>
    public string? Notice { get; }

    /// <summary>The notice in a language.</summary>
    /// <param name="language">The user's language as a BCP 47 tag, e.g. <c>de-AT</c>; or null.</param>
    /// <returns>The notice in that language or a parent of it, else in English; null if there is none.</returns>
    public string? NoticeIn(string? language) => _traits.NoticeIn(language);
}
