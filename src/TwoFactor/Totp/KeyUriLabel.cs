namespace TwoFactor;

/// <summary>The label of a key URI: <c>account</c> or <c>Issuer:account</c>, where either may hold colons too.</summary>
internal static class KeyUriLabel
{
    /// <summary>Splits a label. Null if it has a broken escape.</summary>
    /// <param name="label">The label as it stands in the URI.</param>
    /// <param name="issuer">The issuer parameter; empty without one. It tells where the account begins.</param>
    public static (string Issuer, string Account)? Read(string label, string issuer)
    {
        if (KeyUriText.Unescape(label, isPlusSpace: false) is not { } text)
            return null;

        text = PlainText.Clean(text);
        if (issuer.Length > 0 && text.StartsWith($"{issuer}:", StringComparison.Ordinal))
            return (issuer, text[(issuer.Length + 1)..].Trim());

        // A colon that was not escaped is the one that divides, if there is one.
        var plain = label.IndexOf(':', StringComparison.Ordinal);
        if (plain >= 0)
            return (Clean(label[..plain]), Clean(label[(plain + 1)..]));

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ("", text) : (text[..colon].Trim(), text[(colon + 1)..].Trim());
    }

    private static string Clean(string part) => PlainText.Clean(KeyUriText.Unescape(part, isPlusSpace: false)!);
}
