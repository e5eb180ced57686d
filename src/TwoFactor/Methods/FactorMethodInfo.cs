namespace TwoFactor;

/// <summary>A method that users can enrol.</summary>
public sealed class FactorMethodInfo
{
    internal FactorMethodInfo(IFactorMethod method)
    {
        Name = method.Name;
        IsRestricted = method.Traits.IsRestricted;
        IsPhishingResistant = method.Traits.IsPhishingResistant;
        Notice = method.Traits.Notice;
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
}
