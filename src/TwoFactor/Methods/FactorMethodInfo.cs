namespace TwoFactor;

/// <summary>A method that users can enrol.</summary>
public sealed class FactorMethodInfo
{
    internal FactorMethodInfo(IFactorMethod method)
    {
        Name = method.Name;
        IsRestricted = method.Traits.IsRestricted;
        Notice = method.Traits.Notice;
    }

    /// <summary>The method's name, e.g. <c>totp</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether it is a restricted authenticator (NIST SP 800-63B-4 §3.2.9): offer others first.
    /// </summary>
    public bool IsRestricted { get; }

    /// <summary>What to tell users before they enrol it, in English; or null.</summary>
    public string? Notice { get; }
}
